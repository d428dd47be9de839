import { createHash } from 'node:crypto';
import * as z from 'zod';

/** What an issue is found again by: its label. */
export const marker = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]{0,119}$/)
  .describe('Label by which it is found again, so that it is made once; default: made from what it says');

/** A label that is the same for the same words, and for nothing else. */
export const markerOf = (...words: readonly string[]): string =>
  `opsbook-${createHash('sha256').update(words.join('\0')).digest('hex').slice(0, 20)}`;
