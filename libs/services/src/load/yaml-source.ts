import {
  type Document,
  LineCounter,
  type Node,
  type YAMLError,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml';
import type { Fault } from '../errors.ts';
import { type KeyPath, showPath } from './key-path.ts';

/** A YAML text with the places of everything in it. */
export class YamlSource {
  readonly #lines = new LineCounter();
  readonly #document: Document;
  readonly #loose: Fault[];

  constructor(text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: true, prettyErrors: false });
    this.#loose = this.#looseAliases();
  }

  /** What makes the text no YAML, or YAML that does not mean what it seems to: a key twice, a tag that nobody knows. */
  get faults(): Fault[] {
    const found = [...this.#document.errors, ...this.#document.warnings].map((error) => ({
      path: '',
      ...this.#position(error.pos[0]),
      message: messageOf(error),
    }));
    return [...found, ...this.#loose];
  }

  /** Whether the text can be looked into although it has faults: the same key twice does not hide what else is wrong. */
  get readable(): boolean {
    return this.#loose.length === 0 && this.#document.errors.every(({ code }) => code === 'DUPLICATE_KEY');
  }

  /** The content as plain values. @throws ReferenceError for too many aliases */
  value(): unknown {
    return this.#document.toJS() as unknown;
  }

  /** A fault at the value of the path, or at its nearest parent that the text has. */
  fault(path: KeyPath, message: string): Fault {
    return { path: showPath(path), ...this.#place(path, false), message };
  }

  /** A fault at the key itself, which is what is wrong when nobody knows it. */
  keyFault(path: KeyPath, message: string): Fault {
    return { path: showPath(path), ...this.#place(path, true), message };
  }

  #looseAliases(): Fault[] {
    const found: Fault[] = [];
    visit(this.#document, {
      Alias: (_key, node) => {
        if (node.resolve(this.#document) !== undefined) return;
        const place = this.#position(node.range?.[0] ?? 0);
        found.push({
          path: '',
          ...place,
          message: 'an alias without an anchor; a text that begins with * needs quotes',
        });
      },
    });
    return found;
  }

  #place(path: KeyPath, ofKey: boolean): { line?: number; column?: number } {
    let place: Node | null = this.#document.contents;
    let node: unknown = place;
    for (const [index, part] of path.entries()) {
      const last = index === path.length - 1;
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
        if (pair === undefined) break;
        node = pair.value;
        if (isNode(pair.key)) place = pair.key;
        if (isNode(node) && last && !ofKey) place = node;
      } else if (isSeq(node) && typeof part === 'number') {
        node = node.items[part];
        if (isNode(node)) place = node;
      } else break;
    }
    const start = place?.range?.[0];
    return start === undefined ? {} : this.#position(start);
  }

  #position(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line, column: col };
  }
}

// The parser quotes the text behind a colon or a backslash, and that may be a password.
function messageOf({ code, message }: YAMLError): string {
  if (code === 'TAG_RESOLVE_FAILED') return 'an unknown tag; a text that begins with ! needs quotes';
  if (code === 'MULTIPLE_DOCS') return 'the file holds several documents (---); there may be one only';
  return message.replace(/(?<=\S)(:| \\).*$/s, '');
}
