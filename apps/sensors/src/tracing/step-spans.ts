import type { StoredEvent } from '@opsbook/runbook';

/** From where a step was first heard of to its end. Times are UTC ISO 8601. */
export interface StepSpan {
  path: string;
  verb: string;
  status: string;
  from: string;
  to: string;
  error?: string | undefined;
}

const ENDS = new Set(['unchanged', 'changed', 'done', 'failed']);

/** The steps of a run that have ended, in the order of their ends. */
export function stepSpans(events: readonly StoredEvent[]): StepSpan[] {
  const begun = new Map<string, string>();
  const spans = new Map<string, StepSpan>();
  for (const event of events) {
    if (event.type !== 'step') continue;
    const { path, verb, status, at, error } = event;
    const from = begun.get(path) ?? at;
    begun.set(path, from);
    if (ENDS.has(status)) spans.set(path, { path, verb, status, from, to: at, error: error?.message });
  }
  return [...spans.values()];
}
