import { inspect } from 'node:util';
import { addKnown, isAnyKnown, knownIn } from './known-secrets.ts';

const BRAND = Symbol.for('@opsbook/context.secret');
const SHORTEST_SCRUBBED = 4;
const MASK = '***';

/**
 * A value that must not be seen: a password, a token, a private key. It prints as `***` in JSON, templates and
 * `console.log`; `reveal()` gives the value and is called only where it is sent.
 */
export class Secret<T extends string = string> {
  readonly #value: T;
  readonly [BRAND] = true;

  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && BRAND in value;
  }

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
  for (const form of knownIn(text)) clean = clean.replaceAll(form, MASK);
  return clean;
}

/** A JSON value with every string in it (keys too) scrubbed. Numbers stay: a secret of digits must not break them. */
export function scrubJson<T>(value: T): T {
  return isAnyKnown() ? (scrubbed(value) as T) : value;
}

function scrubbed(value: unknown): unknown {
  if (typeof value === 'string') return scrub(value);
  if (typeof value !== 'object' || value === null) return value;
  // Secrets, dates, URLs: as JSON would have them.
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return scrubbed((value as { toJSON: () => unknown }).toJSON());
  if (Array.isArray(value)) return value.map(scrubbed);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [scrub(key), scrubbed(item)]));
}

function remember(value: string): void {
  if (value.length < SHORTEST_SCRUBBED) return;
  addKnown(value);
  addKnown(JSON.stringify(value).slice(1, -1));
  addKnown(encodeURIComponent(value));
  addKnown(Buffer.from(value).toString('base64'));
}
