import { inspect } from 'node:util';

const known = new Map<string, string>();
const SHORTEST_SCRUBBED = 4;
const MASK = '***';

/**
 * A value that must not be seen: a password, a token, a private key. It prints as `***` in JSON, templates and
 * `console.log`; `reveal()` gives the value and is called only where it is sent.
 */
export class Secret<T extends string = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
    remember(value);
  }

  reveal(): T {
    return this.#value;
  }

  toJSON(): string {
    return MASK;
  }

  toString(): string {
    return MASK;
  }

  [Symbol.toPrimitive](): string {
    return MASK;
  }

  [inspect.custom](): string {
    return `Secret(${MASK})`;
  }
}

/**
 * Replaces every secret value that this process has met, in the forms in which it could turn up in a text: as it is,
 * inside JSON, in a URL, in base64. Values under 4 characters are left alone: they would take harmless text with them.
 */
export function scrub(text: string): string {
  let clean = text;
  for (const [form, mask] of known) if (clean.includes(form)) clean = clean.replaceAll(form, mask);
  return clean;
}

/** A copy of a JSON value with every string in it (keys too) scrubbed. */
export function scrubJson<T>(value: T): T {
  if (known.size === 0) return value;
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) return value;
  const clean = scrub(text);
  return clean === text ? value : (JSON.parse(clean) as T);
}

function remember(value: string): void {
  if (value.length < SHORTEST_SCRUBBED || known.has(value)) return;
  const forms = new Set([
    value,
    JSON.stringify(value).slice(1, -1),
    encodeURIComponent(value),
    Buffer.from(value).toString('base64'),
  ]);
  for (const form of forms) known.set(form, MASK);
}
