import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The files of a checkout: new ones never replace others, and every edit has to find its place. */
export class Tree {
  readonly #root: string;
  /** What was written, by its path from the root. */
  readonly written: string[] = [];

  constructor(root: string) {
    this.#root = root;
  }

  has(path: string): boolean {
    return existsSync(join(this.#root, path));
  }

  create(path: string, text: string): void {
    if (this.has(path)) throw new Error(`${path} exists already`);
    mkdirSync(dirname(join(this.#root, path)), { recursive: true });
    this.#write(path, text);
  }

  /** Puts `text` before or after the first match. */
  insert(path: string, place: RegExp, text: string, where: 'before' | 'after'): void {
    const found = this.read(path);
    const match = place.exec(found);
    if (match === null) throw new Error(`${path} has no place for it (${String(place)}): add it yourself`);
    const at = match.index + (where === 'after' ? match[0].length : 0);
    this.#write(path, found.slice(0, at) + text + found.slice(at));
  }

  read(path: string): string {
    return readFileSync(join(this.#root, path), 'utf8');
  }

  #write(path: string, text: string): void {
    writeFileSync(join(this.#root, path), text);
    if (!this.written.includes(path)) this.written.push(path);
  }
}

/** `find-unused-ports` as `findUnusedPorts`. */
export const camel = (name: string): string => name.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());

/** `net-box` as `NetBox`. */
export const pascal = (name: string): string => camel(`-${name}`);
