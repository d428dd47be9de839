import { scrub, scrubJson } from '@opsbook/context';
import type { RawAnswer } from './attempt.ts';

const LONGEST_ERROR_BODY = 64 * 1024;

/** The parsed JSON if the content is JSON, else the text; undefined when empty. @throws SyntaxError for JSON that is none */
export function parseBody({ headers, bytes }: RawAnswer): unknown {
  if (bytes.length === 0) return undefined;
  const text = bytes.toString();
  return /[/+]json\b/i.test(headers['content-type'] ?? '') ? JSON.parse(text) : text;
}

/** The body as an error shows it: at most 64 KiB, without known secrets, and text where JSON is promised but not held. */
export function parseErrorBody(answer: RawAnswer): unknown {
  if (answer.bytes.length > LONGEST_ERROR_BODY) return scrub(answer.bytes.toString()).slice(0, LONGEST_ERROR_BODY);
  try {
    return scrubJson(parseBody(answer));
  } catch {
    return scrub(answer.bytes.toString());
  }
}
