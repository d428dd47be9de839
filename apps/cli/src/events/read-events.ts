import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Clock, isoNow } from '@opsbook/context';
import { RunIds } from '@opsbook/runbook';
import { type TriggerEvent, alertmanagerEvents } from '@opsbook/triggers';
import * as z from 'zod';
import type { Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

const eventSchema = z.object({
  id: z.string().optional(),
  type: z.enum(['alert', 'webhook', 'sensor', 'timer', 'run']),
  source: z.string().optional(),
  key: z.string().optional(),
  subject: z.string().default('given'),
  status: z.enum(['firing', 'resolved']).default('firing'),
  receivedAt: z.iso.datetime().optional(),
  payload: z.record(z.string(), z.json()),
});

/**
 * The events of a file: an event as `alerts --json` prints it, of which only `type` and `payload` are needed, or a whole
 * notification of Alertmanager (webhook, version 4). Throws {@link UsageError}, `INVALID_BODY`.
 * @param file `-`: standard input
 * @param source who told of them, where the file does not say
 */
export async function readEvents(
  { terminal }: Pick<Session, 'terminal'>,
  file: string,
  { source, clock }: { source: string; clock: Clock },
): Promise<TriggerEvent[]> {
  const document = parse(file, file === '-' ? await terminal.readInput() : textOf(resolve(terminal.cwd, file)));
  const ids = new RunIds(clock);
  const receivedAt = isoNow(clock);
  if (isRecord(document) && 'alerts' in document) {
    return alertmanagerEvents(document, { source, receivedAt, ids }).events;
  }
  const read = eventSchema.safeParse(isRecord(document) && 'event' in document ? document['event'] : document);
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message }) => `  ${path.join('.') || 'event'}: ${message}`);
    throw new UsageError([`${file} is neither an event nor a notification of Alertmanager:`, ...faults].join('\n'));
  }
  const { id = ids.next(), key = id, ...rest } = read.data;
  return [{ ...rest, id, key, source: rest.source ?? source, receivedAt: rest.receivedAt ?? receivedAt }];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new UsageError(`${file} is no JSON: ${(error as Error).message}`);
  }
}
