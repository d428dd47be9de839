import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { AskPurpose, OpenQuestion } from '@opsbook/runbook';
import * as z from 'zod';

const DECISIONS = {
  approval: ['approved', 'rejected'],
  question: ['approved', 'rejected'],
  outcome: ['done', 'not-done'],
} as const satisfies Record<AskPurpose, readonly string[]>;

/** What somebody answered to an inquiry. */
export interface InquiryAnswer {
  decision: 'approved' | 'rejected' | 'done' | 'not-done';
  reason?: string;
}

/** Characters of the text that explains a question; a plan can have thousands of lines. */
const MOST = 8000;

interface InquiryOptions {
  question: Pick<OpenQuestion, 'question' | 'purpose' | 'until'>;
  /** What a yes is a yes to: the run, and the lines of its plan. */
  text: string;
  /** Who may answer; undefined: everybody. */
  user: string | undefined;
  /** Milliseconds since the Unix epoch. */
  now: number;
}

/**
 * The parameters of `core.ask`. It has none for a text, and shows the schema of the answer: `st2 inquiry get` all of it, the forms of
 * `st2 inquiry respond` and of the web each property's description. Nothing ends an inquiry whose ttl is 0 (st2
 * `contrib/runners/inquirer_runner`, `st2client/utils/interactive.py`, `st2common/garbage_collection/inquiries.py`).
 */
export function inquiryParameters({ question: asked, text, user, now }: InquiryOptions): Record<string, unknown> {
  const { question, purpose, until } = asked;
  const description =
    text.length > MOST ? `${text.slice(0, MOST)}\n... (all of it: opsbook pending, opsbook show)` : text;
  const decision = { type: 'string', enum: DECISIONS[purpose], description: question, required: true };
  const reason = { type: 'string', description: 'Why; it is kept with the answer' };
  return {
    schema: {
      ...{ title: question, description, type: 'object' },
      ...{ properties: { decision, reason }, additionalProperties: false },
    },
    route: 'opsbook',
    users: user === undefined ? [] : [user],
    ttl: until === undefined ? 0 : Math.max(1, Math.ceil((Date.parse(until) - now) / 60_000)),
  };
}

const askedSchema = z.object({
  users: z.array(z.string()),
  roles: z.array(z.string()).default([]),
  schema: z.record(z.string(), z.json()),
});

/**
 * Whether an execution of `core.ask` asks the same person the same. Whoever may begin executions can give one of their own the tag of
 * ours, for other users, with another text, or another meaning of its answers: that one does not count.
 */
export function isSameInquiry(given: unknown, wanted: unknown): boolean {
  const [one, other] = [askedSchema.safeParse(given), askedSchema.safeParse(wanted)];
  return one.success && other.success && isDeepStrictEqual(spaced(one.data), spaced(other.data));
}

/** Rendering takes the newline at a text's end away. */
function spaced(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, item: unknown) =>
    typeof item === 'string' ? item.split(/\s+/).join(' ').trim() : item,
  );
}

const resultSchema = z.object({
  response: z.object({ decision: z.string(), reason: z.string().nullish() }),
});

/** The answer in the result of an inquiry; undefined where there is none that fits. */
export function answerOf(purpose: AskPurpose, result: unknown): InquiryAnswer | undefined {
  const parsed = resultSchema.safeParse(result);
  if (!parsed.success) return undefined;
  const { decision: given, reason = '' } = parsed.data.response;
  const decision = DECISIONS[purpose].find((one) => one === given);
  if (decision === undefined) return undefined;
  return { decision, ...(reason !== null && reason !== '' && { reason }) };
}

/** The trace tag by which the inquiry of a person is found again, whichever process made it. */
export function inquiryTag(run: string, path: string, user: string | undefined): string {
  const which = createHash('sha256').update(JSON.stringify([path, user ?? null]));
  return `opsbook-ask-${run}-${which.digest('hex').slice(0, 16)}`;
}
