import * as z from 'zod';
import { DowntimeReport } from '../downtime/downtime-report.ts';
import { SilenceReport } from './silence-report.ts';
import { HostTest } from './test-report.ts';

/** The steps of a maintenance, in their order. Nova builds nothing on a disabled host, so it is enabled for its test. */
export const STEPS = [
  'silence',
  'disable',
  'notify',
  'drain',
  'verify-empty',
  'patch',
  'reboot',
  'enable',
  'test',
  'unsilence',
] as const;

export type StepName = (typeof STEPS)[number];

const seen = z.object({ id: z.string(), name: z.string(), status: z.string() });

/** What is so now, as the services tell it: what a run that stopped has left behind. */
export const MaintenanceState = z.object({
  service: z
    .object({ status: z.string(), state: z.string(), disabledReason: z.string().nullable() })
    .nullable()
    .describe('The compute service'),
  silences: z.array(SilenceReport).nullable().describe('In Alertmanager, whoever made them'),
  downtimes: z.array(DowntimeReport).nullable().describe('In Icinga, whoever made them'),
  servers: z.array(seen).nullable().describe('On the host, test servers too'),
  testServers: z.array(seen).nullable().describe('Test servers of any run, also those that reached no host'),
  unknown: z.array(z.string()).describe('What could not be looked at, and why; null above'),
});

export type MaintenanceState = z.output<typeof MaintenanceState>;

export const MaintainReport = z.object({
  hypervisor: z.string(),
  inService: z.boolean().describe('Whether it was proven and is enabled'),
  steps: z.array(
    z.object({
      step: z.enum(STEPS),
      result: z.enum(['done', 'skipped', 'failed', 'not reached']),
      why: z.string().nullable(),
      requestId: z.string().nullable(),
    }),
  ),
  boot: z.object({ before: z.string(), bootId: z.string(), bootedAt: z.string() }).nullable(),
  test: HostTest.nullable(),
  state: MaintenanceState,
  ticket: z.string().nullable().describe('Key of the issue that tells of it'),
  next: z.string().nullable().describe('What to do next; null: nothing'),
  notes: z.array(z.string()).describe('What went wrong besides'),
});

export type MaintainReport = z.output<typeof MaintainReport>;
