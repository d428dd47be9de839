import { isRunId } from '@opsbook/runbook';
import type { EventFilter, EventState, TriggerType } from '@opsbook/triggers';
import { parseTime } from '../format/parse-time.ts';
import { wholeId } from '../run/whole-id.ts';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';
import { withEngine } from '../with-engine.ts';

const STATES: Record<EventState['state'], true> = {
  received: true,
  ran: true,
  merged: true,
  suppressed: true,
  unmatched: true,
  rejected: true,
  failed: true,
  emitted: true,
};
const TYPES: Record<TriggerType, true> = { alert: true, webhook: true, sensor: true, timer: true, run: true };

export interface EventFilterOptions {
  state?: string[];
  type?: string;
  source?: string;
  rule?: string;
  run?: string;
  since?: string;
  until?: string;
  grep?: string;
}

/** Which events are asked for. Throws {@link UsageError}. */
export async function eventFilter(session: Session, options: EventFilterOptions): Promise<EventFilter> {
  const { state, type, source, rule, run, since, until, grep } = options;
  refuseUnknown('--state', state ?? [], STATES);
  refuseUnknown('--type', type === undefined ? [] : [type], TYPES);
  const now = (await session.site()).clock.now();
  return {
    ...(state !== undefined && { state: state as EventState['state'][] }),
    ...(type !== undefined && { type: type as TriggerType }),
    ...(source !== undefined && { source }),
    ...(rule !== undefined && { rule }),
    ...(run !== undefined && { run: await idOfRun(session, run) }),
    ...(since !== undefined && { since: parseTime(since, now) }),
    ...(until !== undefined && { until: parseTime(until, now) }),
    ...(grep !== undefined && { text: grep }),
  };
}

function refuseUnknown(option: string, given: readonly string[], known: Readonly<Record<string, true>>): void {
  const unknown = given.filter((one) => !Object.hasOwn(known, one));
  if (unknown.length > 0)
    throw new UsageError(`${option}: ${unknown.join(', ')}: use ${Object.keys(known).join(', ')}`);
}

const idOfRun = (session: Session, text: string): Promise<string> | string =>
  isRunId(text) ? text : withEngine(session, (engine) => wholeId(engine, text));
