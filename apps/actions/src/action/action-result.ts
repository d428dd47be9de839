import { type ErrorValue, type Json, type Plan, type RunRecord, type UndoReport, cutJson } from '@opsbook/runbook';
import type { Ignored } from '../compat/compat-call.ts';

/** What a run waits for a person to say. */
export interface Waiting {
  [key: string]: Json | undefined;
  question: string;
  path: string;
  run: string;
  approvers?: string[];
  until?: string;
}

/** The one object that an action prints; StackStorm makes `result.stdout` of it. */
export interface ActionResult {
  [key: string]: unknown;
  /** Whether the runbook has done its work, or the plan could be made. */
  ok: boolean;
  /** The run's id, for `opsbook show`. */
  run?: string;
  status?: RunRecord['status'];
  /** Whether the run changed anything; known when it has ended. */
  changed?: boolean;
  /** What the runbook returned. */
  report?: Json;
  plan?: Plan;
  /** Of a run that was cancelled. */
  undone?: UndoReport[];
  waitsFor?: Waiting[];
  error?: Pick<ErrorValue, 'code' | 'message' | 'details'>;
  /** Parameters under an old name that mean nothing any more. */
  ignored?: Ignored[];
  /** Where all of it can be read, when lists or texts were cut. */
  cut?: string;
}

/** Bytes of an execution's result: StackStorm keeps it in its database several times over. */
const MOST = 1024 * 1024;
const STEPS = [
  { text: 20_000, list: 2000 },
  { text: 4000, list: 200 },
  { text: 400, list: 20 },
  { text: 80, list: 5 },
];

/** The result as one line of JSON of at most 1 MiB. */
export function resultText(result: ActionResult): string {
  const whole = jsonText(result);
  if (Buffer.byteLength(whole) <= MOST) return whole;
  const { run, plan, report, error, undone, ...rest } = result;
  const cut = run === undefined ? 'opsbook plan' : `opsbook show ${run}`;
  // Half for the report or the plan: the other fields have as much between them.
  const short = (value: unknown, most: number): Json | undefined =>
    value === undefined ? undefined : cutJson(JSON.parse(JSON.stringify(value)) as Json, { most, steps: STEPS });
  return jsonText({
    ...rest,
    run,
    report: short(report, MOST / 2),
    plan: short(plan, MOST / 2),
    undone: short(undone, MOST / 8),
    error: short(error, MOST / 8),
    cut: `this was cut to ${MOST} bytes; all of it: ${cut}`,
  });
}

/**
 * JSON in which a surrogate that stands alone, as where a text was cut within a sign, became a replacement character: orjson, with
 * which StackStorm reads (st2 `st2common/util/jsonify.py`), refuses it, and all of the result would be a text.
 */
const jsonText = (value: object): string =>
  JSON.stringify(value).replaceAll(/(?<!\\)((?:\\\\)*)\\ud[89a-f][\da-f]{2}/g, '$1\ufffd');

/** An error as the result tells it. */
export const errorOf = ({ code, message, details }: ErrorValue): NonNullable<ActionResult['error']> => ({
  code,
  message,
  ...(details !== undefined && { details }),
});
