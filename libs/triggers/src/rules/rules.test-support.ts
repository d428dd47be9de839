import type { AnyRunbook } from '@opsbook/runbook';
import * as z from 'zod';
import type { Json } from '@opsbook/runbook';
import type { TriggerEvent } from '../trigger-event.ts';
import { loadRules } from './load-rules.ts';

const runbook = (name: string, risk: AnyRunbook['risk'], input: z.ZodType): AnyRunbook => ({
  name,
  summary: name,
  risk,
  input,
  output: z.unknown(),
  run: () => Promise.resolve({}),
});

/** A few runbooks with the inputs that rules are checked against. */
export const runbooks: readonly AnyRunbook[] = [
  runbook(
    'hypervisor.drain',
    'disruptive',
    z
      .strictObject({
        cloud: z.string(),
        hypervisor: z.string().regex(/^[a-z0-9.-]+$/, 'must be a host name'),
        reason: z.string(),
        concurrency: z.int().min(1).max(20).default(2),
        order: z.enum(['smallest', 'name']).optional(),
        servers: z.array(z.strictObject({ id: z.string() })).optional(),
      })
      .refine(({ hypervisor, reason }) => hypervisor !== reason, { error: 'a name is no reason', path: ['reason'] }),
  ),
  runbook('hypervisor.verify-empty', 'read-only', z.strictObject({ hypervisor: z.string() })),
  runbook('ticket.create', 'safe', z.strictObject({ summary: z.string(), description: z.string().optional() })),
];

/** The rules of one file. */
export const rulesOf = (text: string, path = 'rules/site.yaml') => loadRules([{ path, text }], { runbooks });

/** An alert that fires. */
export const alert = (labels: Record<string, Json>, more: Partial<TriggerEvent> = {}): TriggerEvent => ({
  id: '1',
  type: 'alert',
  source: 'prod',
  key: 'k',
  subject: 's',
  status: 'firing',
  receivedAt: '2030-06-01T12:00:00Z',
  payload: { status: 'firing', labels, annotations: {}, startsAt: '2030-06-01T11:59:00Z' },
  ...more,
});
