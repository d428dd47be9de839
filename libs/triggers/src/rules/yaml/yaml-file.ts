import {
  type Document,
  LineCounter,
  type Node,
  type YAMLError,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  parseDocument,
  visit,
} from 'yaml';

export type KeyPath = readonly (string | number)[];

/** One fault of a file. */
export interface FileFault {
  line: number;
  column: number;
  path: string;
  message: string;
}

const LARGEST = 1_000_000;
/** Aliases of aliases may make a gigabyte of a line. */
const MOST_ALIASES = 100;

/** A YAML text with the places of everything in it. */
export class YamlFile {
  readonly #lines = new LineCounter();
  readonly #document: Document;
  readonly faults: FileFault[] = [];
  /** Its content as plain values; undefined when the text cannot be read. */
  readonly value: unknown;

  constructor(text: string) {
    if (text.length > LARGEST) {
      this.#document = parseDocument('');
      this.faults.push({ line: 1, column: 1, path: '', message: `has more than ${LARGEST} characters` });
      return;
    }
    this.#document = parseDocument(text, { lineCounter: this.#lines, merge: true, prettyErrors: false });
    // Behind a fault of the writing itself the parser only guesses: what it says of the rest leads nowhere.
    const broken = this.#document.errors.find(({ code }) => code !== 'DUPLICATE_KEY');
    const errors = broken === undefined ? [...this.#document.errors, ...this.#document.warnings] : [broken];
    for (const error of errors) {
      this.faults.push({ ...this.#position(error.pos[0]), path: '', message: messageOf(error) });
    }
    const loose = this.#looseAliases();
    this.faults.push(...loose);
    // A key that stands twice does not hide what else is wrong.
    if (loose.length > 0 || broken !== undefined) return;
    try {
      this.value = this.#document.toJS({ maxAliasCount: MOST_ALIASES }) ?? {};
    } catch (error) {
      this.faults.push({ line: 1, column: 1, path: '', message: (error as Error).message });
    }
  }

  /** A fault at the value of a path, or at its nearest parent that the text has. */
  at(path: KeyPath, message: string, options: { key?: boolean } = {}): FileFault {
    return { ...this.place(path, options), path: showPath(path), message };
  }

  place(path: KeyPath, { key = false }: { key?: boolean } = {}): { line: number; column: number } {
    let node: unknown = this.#document.contents;
    let place: Node | null = this.#document.contents;
    for (const [index, part] of path.entries()) {
      const whole = isAlias(node) ? node.resolve(this.#document) : node;
      if (isMap(whole)) {
        const pair = whole.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part));
        if (pair === undefined) break;
        node = pair.value;
        if (isNode(pair.key)) place = pair.key;
        if (isNode(node) && index === path.length - 1 && !key) place = node;
      } else if (isSeq(whole) && typeof part === 'number' && isNode(whole.items[part])) {
        node = whole.items[part];
        place = node as Node;
      } else break;
    }
    return this.#position(place?.range?.[0] ?? 0);
  }

  #looseAliases(): FileFault[] {
    const found: FileFault[] = [];
    visit(this.#document, {
      Alias: (_key, node) => {
        if (node.resolve(this.#document) !== undefined) return;
        const message = 'an alias without an anchor; a text that begins with * needs quotes';
        found.push({ ...this.#position(node.range?.[0] ?? 0), path: '', message });
      },
    });
    return found;
  }

  #position(offset: number): { line: number; column: number } {
    const { line, col } = this.#lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  }
}

function messageOf({ code, message }: YAMLError): string {
  if (code === 'DUPLICATE_KEY') return 'this key stands twice';
  if (code === 'TAG_RESOLVE_FAILED') return 'an unknown tag; a text that begins with ! needs quotes';
  if (code === 'MULTIPLE_DOCS') return 'the file holds several documents (---); there may be one only';
  return message.replace(/\n.*$/s, '');
}

/** `rules[2].input.hypervisor`. */
export function showPath(path: KeyPath): string {
  return path
    .map((part) => {
      if (typeof part === 'number') return `[${part}]`;
      return /^[\w-]+$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
    })
    .join('')
    .replace(/^\./, '');
}
