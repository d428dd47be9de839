import { IcingaError } from '../errors.ts';

/** An expression of Icinga's language and the values it names: the values never become part of the text. */
export interface IcingaFilter {
  /** Empty: everything. */
  expression: string;
  vars: Readonly<Record<string, unknown>>;
}

/** A value that an attribute is compared with; null: it is not set, or an empty text, which is the same to Icinga. */
export type FilterValue = string | number | boolean | null;

/** Collects conditions that must all hold. */
export class FilterBuilder {
  readonly #conditions: string[] = [];
  readonly #vars: Record<string, unknown> = {};

  /** @param attribute `host.name`: an expression of this library's, never of a caller's */
  equal(attribute: string, value: FilterValue | undefined): this {
    if (value !== undefined) this.#conditions.push(`${attribute} == ${this.#name(value)}`);
    return this;
  }

  /** `*` and `?` stand for anything and for one character, `\` makes them themselves; letters' case does not matter. */
  match(attribute: string, pattern: string | undefined): this {
    if (pattern !== undefined) this.#conditions.push(`match(${this.#name(pattern)}, ${attribute})`);
    return this;
  }

  oneOf(attribute: string, values: readonly FilterValue[] | undefined): this {
    if (values !== undefined) this.#conditions.push(`${attribute} in ${this.#name(values)}`);
    return this;
  }

  /** A condition without values. */
  holds(condition: string): this {
    this.#conditions.push(condition);
    return this;
  }

  /** Custom variables by name: `{ team: 'cloud' }`. */
  vars(object: 'host' | 'service', wanted: Readonly<Record<string, FilterValue>> = {}): this {
    for (const [name, value] of Object.entries(wanted)) this.equal(`${object}.vars[${this.#name(name)}]`, value);
    return this;
  }

  /** What was never checked has a state too, which means nothing. @param states in the order of Icinga's numbers */
  state(object: 'host' | 'service', state: string, states: readonly string[]): this {
    if (state === 'PENDING') return this.holds(`${object}.last_check < 0`);
    return this.equal(`${object}.state`, states.indexOf(state)).holds(`${object}.last_check >= 0`);
  }

  build(): IcingaFilter {
    return { expression: this.#conditions.join(' && '), vars: this.#vars };
  }

  #name(value: unknown): string {
    // Its text would end there in Icinga.
    if (JSON.stringify(value).includes('\\u0000')) {
      throw new IcingaError('ICINGA_INVALID_INPUT', 'a value to be looked for holds the character NUL');
    }
    const name = `v${Object.keys(this.#vars).length}`;
    this.#vars[name] = value;
    return name;
  }
}
