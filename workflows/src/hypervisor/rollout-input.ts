import { TimeWindow } from '@opsbook/runbook';
import * as z from 'zod';
import { checkQuery } from '../find/check-query.ts';
import { queryFields } from '../find/query-fields.ts';
import { hypervisor } from '../fields.ts';
import { MaintainInput } from './maintain-input.ts';

const { cloud, reason, hypervisor: _, concurrency: serversAtOnce, ...maintenance } = MaintainInput.shape;

const atOnce = z.int().min(1).max(100);

/** The ways to say which hypervisors. */
export const WAYS = ['hypervisors', 'aggregate', 'zone', 'where'] as const;

const fields = {
  cloud,
  reason,
  hypervisors: z.array(hypervisor).min(1).max(1000).optional().describe('These hypervisors, in this order'),
  aggregate: z.string().min(1).max(255).optional().describe('Those of this host aggregate, by its name'),
  zone: z.string().min(1).max(255).optional().describe('Those of this availability zone'),
  where: queryFields.where
    .unwrap()
    .min(1)
    .optional()
    .describe("Those that fulfil all of these conditions, as hypervisor.find has them: `hostname~'^hv1'`"),
  ramp: z
    .array(atOnce)
    .min(1)
    .default([1, 2, 4])
    .describe('Hypervisors in the first batch, the second and so on; the last one repeats'),
  concurrency: atOnce.default(4).describe('Hypervisors in maintenance at once, within a batch'),
  perAggregate: atOnce.optional().describe('At once in each host aggregate; one that makes a zone is one of them'),
  perZone: atOnce.optional().describe('At once in each availability zone'),
  maxFailures: z
    .number()
    .min(0)
    .refine((max) => max < 1 || Number.isInteger(max), 'must be a whole number, or a share below 1')
    .default(0)
    .describe('Maintenances that may fail, of this run; after more no other one is begun. A count, or a share below 1'),
  gate: z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe('A PromQL expression that must hold before each batch: `avg(up{job="nova"}) > 0.99`'),
  gateTimeout: z
    .int()
    .min(0)
    .max(86_400)
    .default(600)
    .describe('Seconds for which a batch waits for room, health and the gate, until the rollout stops'),
  window: TimeWindow.optional(),
  approveBatches: z
    .boolean()
    .default(false)
    .describe('Ask before each batch; until somebody says yes, the rollout pauses'),
  approvers: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('Users who may say yes; default: anybody but who asked for the run'),
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('Leave out what was maintained since then, by the audit trail: the `since` of an earlier report'),
  ...maintenance,
  serversAtOnce: serversAtOnce.describe('Servers moved off one hypervisor at once'),
};

const isChoosing = z.looseObject(Object.fromEntries(WAYS.map((way) => [way, fields[way]])));

export const RolloutInput = z.strictObject(fields).superRefine(
  (input, checked) => {
    const given = WAYS.filter((way) => input[way] !== undefined);
    const message = `must be given one way: ${WAYS.join(', ')}${given.length > 1 ? `; not ${given.join(' and ')}` : ''}`;
    if (given.length !== 1) checked.addIssue({ code: 'custom', path: [given[1] ?? 'hypervisors'], message });
    const list = input.hypervisors ?? [];
    for (const [index, name] of list.entries()) {
      if (list.indexOf(name) === index) continue;
      checked.addIssue({ code: 'custom', path: ['hypervisors', index], message: `is there twice: ${name}` });
    }
    if (input.where !== undefined)
      checkQuery('hypervisors', { cloud: 'any', where: input.where }, (path, fault) =>
        checked.addIssue({ code: 'custom', path, message: fault }),
      );
  },
  // Beside the faults of other fields, so that all are told at once.
  { when: ({ value }) => isChoosing.safeParse(value).success },
);

export type RolloutInput = z.output<typeof RolloutInput>;
