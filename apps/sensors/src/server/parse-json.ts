import { isUtf8 } from 'node:buffer';
import type { Json } from '@opsbook/runbook';

/** What nobody writes by hand, and conditions could not reach. */
const DEEPEST = 64;

/** Why a body is no JSON that can be used. */
export class UnusableBody extends Error {}

/** Reads JSON (RFC 8259: UTF-8). Throws {@link UnusableBody} with what is wrong. */
export function parseJson(body: Buffer): Json {
  if (body.length === 0) throw new UnusableBody('the body is empty');
  if (!isUtf8(body)) throw new UnusableBody('the body is not UTF-8');
  if (isDeeper(body, DEEPEST)) throw new UnusableBody(`the body is nested deeper than ${DEEPEST} levels`);
  try {
    return JSON.parse(body.toString('utf8')) as Json;
  } catch (error) {
    throw new UnusableBody(`the body is not JSON: ${(error as Error).message.slice(0, 200)}`);
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING = new Set([0x5b, 0x7b]);
const CLOSING = new Set([0x5d, 0x7d]);

/** Looked for before anything is made of the body. In UTF-8 no part of another character looks like one of these. */
function isDeeper(body: Buffer, deepest: number): boolean {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] as number;
    if (inText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) inText = false;
    } else if (byte === QUOTE) inText = true;
    else if (OPENING.has(byte)) {
      depth += 1;
      if (depth > deepest) return true;
    } else if (CLOSING.has(byte)) depth -= 1;
  }
  return false;
}
