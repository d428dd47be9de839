/* oxlint-disable typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { expect } from '@jest/globals';
import type { WireAnswer } from '../wire.ts';

export const ZERO = '00000000-0000-0000-0000-000000000000';

const KINDS: Record<number, string> = {
  400: 'badRequest',
  403: 'forbidden',
  404: 'itemNotFound',
  409: 'conflictingRequest',
};

/** Expects nova's refusal in its own words. */
export function expectRefusal({ status, body }: WireAnswer, code: number, message: string): void {
  expect([status, body?.[KINDS[code] ?? '']]).toEqual([code, { code, message }]);
}

export const expectForbidden = (answer: WireAnswer, rule: string): void =>
  expectRefusal(answer, 403, `Policy doesn't allow ${rule} to be performed.`);
