import type { Json } from './json.ts';

/** Bytes of JSON that the audit trail keeps of one value. */
const MOST = 16 * 1024;

/** Characters of a text and entries of a list that are kept of a value that is too long, until it is short enough. */
const STEPS = [
  { text: 2000, list: 100 },
  { text: 400, list: 20 },
  { text: 80, list: 5 },
];

export interface CutOptions {
  /** Bytes of JSON; default 16 KiB. */
  most?: number;
  /** How many characters of a text and entries of a list are kept, the most first. */
  steps?: readonly { text: number; list: number }[];
}

/**
 * The value; of one that is too long, the shape with its long texts and lists cut, so that it still says who and how many. A
 * text then ends with how long it was, a list with `{ more: entries }`. What is too long even so is `{ cut: bytes }`.
 */
export function cutJson(value: Json, { most = MOST, steps = STEPS }: CutOptions = {}): Json {
  const bytes = sizeOf(value);
  if (bytes <= most) return value;
  for (const step of steps) {
    const shorter = shorten(value, step);
    if (sizeOf(shorter) <= most) return shorter;
  }
  return { cut: bytes };
}

const sizeOf = (value: Json): number => Buffer.byteLength(JSON.stringify(value));

function shorten(value: Json, most: { text: number; list: number }): Json {
  if (typeof value === 'string') {
    return value.length <= most.text ? value : `${value.slice(0, most.text)}... (${value.length} characters)`;
  }
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) {
    const kept = value.slice(0, most.list).map((item) => shorten(item, most));
    return value.length > most.list ? [...kept, { more: value.length - most.list }] : kept;
  }
  const kept = Object.entries(value).map(([key, item]) => [key, item === undefined ? item : shorten(item, most)]);
  return Object.fromEntries(kept) as Json;
}
