import { readFileSync } from 'node:fs';
import { LineCounter, isScalar, parseDocument, visit } from 'yaml';
import { type Entry, isEntry } from './entry.ts';

/** A file that was found, and what it says; `faults` when it says nothing usable. Whoever reads it again may get the same one. */
export interface ReadFile {
  readonly path: string;
  readonly content: Readonly<Entry>;
  readonly faults: readonly string[];
}

/** Reads the first of the files that exists and may be read. */
export function readFirst(paths: readonly string[]): ReadFile | undefined {
  for (const path of paths) {
    const text = textOf(path);
    if (text !== undefined) return parse(path, text);
  }
  return undefined;
}

/** Reads a file that somebody named: it has to be there. */
export function readNamed(path: string, namedBy: string): ReadFile {
  const text = textOf(path);
  if (text !== undefined) return parse(path, text);
  return { path, content: {}, faults: [`${path} (${namedBy}): does not exist or may not be read`] };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const parsed = new Map<string, { text: string; file: ReadFile }>();

/** The same files are read for their secrets, for the names in them and for a cloud: parsing is what takes the time. */
function parse(path: string, text: string): ReadFile {
  const known = parsed.get(path);
  if (known?.text === text) return known.file;
  const file = parseText(path, text);
  parsed.set(path, { text, file });
  return file;
}

// JSON is YAML. The parser's messages quote the source, which may hold a password: only their kind and line are kept.
function parseText(path: string, text: string): ReadFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { merge: true, lineCounter: lines, prettyErrors: false });
  const faultAt = (offset: number, problem: string) => `${path}:${lines.linePos(offset).line}: ${problem}`;
  const [broken] = document.errors;
  if (broken !== undefined) {
    return { path, content: {}, faults: [faultAt(broken.pos[0], `is no YAML (${broken.code})`)] };
  }
  const faults: string[] = [];
  visit(document, {
    Alias(_key, node, ancestors) {
      const target = node.resolve(document);
      if (target !== undefined && ancestors.includes(target)) {
        faults.push(faultAt(node.range?.[0] ?? 0, 'an alias (*) inside its own anchor (&)'));
      }
      if (target !== undefined) return;
      faults.push(faultAt(node.range?.[0] ?? 0, 'an alias (*) without an anchor; a text that begins so needs quotes'));
    },
    // A number is kept as it is written: a password 0123 is neither 123 nor 83.
    Scalar(key, node) {
      if (key !== 'key' && typeof node.value === 'number' && isScalar(node)) node.value = node.source ?? node.value;
    },
  });
  if (faults.length > 0) return { path, content: {}, faults };
  let content: unknown;
  try {
    content = document.toJS();
  } catch {
    return {
      path,
      content: {},
      faults: [`${path}: a merge (<<) of what is no mapping, or more aliases (*) than anybody needs`],
    };
  }
  if (content === null || content === undefined) return { path, content: {}, faults: [] };
  return isEntry(content)
    ? { path, content, faults: [] }
    : { path, content: {}, faults: [`${path}: must be a mapping with the key 'clouds'`] };
}
