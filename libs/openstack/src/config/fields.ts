import { Secret } from '@opsbook/context';
import { type Entry, isEntry } from './entry.ts';

/**
 * Reads the fields of one cloud and collects what is wrong with them. A field of the login may stand in `auth` or beside it,
 * under several names; no message repeats a value, since it may be a misplaced password.
 */
export class Fields {
  readonly faults: string[] = [];
  readonly #path: string;
  readonly #own: Entry;
  readonly #auth: Entry;

  constructor(path: string, entry: Entry) {
    this.#path = path;
    this.#own = entry;
    const auth = entry.auth;
    this.#auth = isEntry(auth) ? auth : {};
    if (auth !== undefined && auth !== null && !isEntry(auth)) this.fault('auth', 'must be a mapping');
  }

  fault(field: string, problem: string): void {
    const fault = `${this.#path}.${field}: ${problem}`;
    if (!this.faults.includes(fault)) this.faults.push(fault);
  }

  /** The same for a field that is needed, unless it is there and wrong. */
  missing(field: string, problem = 'is missing'): void {
    if (!this.faults.some((fault) => fault.startsWith(`${this.#path}.${field}:`))) this.fault(field, problem);
  }

  /** A field beside `auth`. */
  text(...names: string[]): string | undefined {
    return this.#first(names, [['', this.#own]]);
  }

  /** A field of the login: the first of the names that is set, in `auth` before beside it. */
  auth(...names: string[]): string | undefined {
    return this.#first(names, [
      ['auth.', this.#auth],
      ['', this.#own],
    ]);
  }

  secret(...names: string[]): Secret | undefined {
    const value = this.auth(...names);
    return value === undefined ? undefined : new Secret(value);
  }

  flag(name: string): boolean | undefined {
    const value = this.#own[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (typeof value === 'boolean') return value;
    const word = typeof value === 'string' ? value.toLowerCase() : '';
    if (['true', 'yes', 'on', '1'].includes(word)) return true;
    if (['false', 'no', 'off', '0'].includes(word)) return false;
    this.fault(name, 'must be true or false');
    return undefined;
  }

  /** The fields beside `auth` whose name fits, with the part in parentheses. */
  matching(pattern: RegExp): { name: string; part: string; value: string }[] {
    return Object.keys(this.#own).flatMap((name) => {
      const part = pattern.exec(name)?.[1];
      const value = part === undefined ? undefined : this.text(name);
      return part === undefined || value === undefined ? [] : [{ name, part, value }];
    });
  }

  #first(names: readonly string[], places: readonly [string, Entry][]): string | undefined {
    for (const name of names) {
      for (const [prefix, place] of places) {
        const value = place[name];
        if (value === undefined || value === null || value === '') continue;
        if (typeof value === 'string') return value;
        this.fault(`${prefix}${name}`, 'must be a text; put it in quotes');
        return undefined;
      }
    }
    return undefined;
  }
}
