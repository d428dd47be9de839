import * as z from 'zod';
import { DowntimeReport } from '../downtime/downtime-report.ts';

/** A silence, as reports show it. */
export const SilenceReport = z.object({
  id: z.string(),
  matchers: z.string(),
  endsAt: z.string(),
  comment: z.string(),
  createdBy: z.string(),
});

export type SilenceReport = z.output<typeof SilenceReport>;

/** What keeps a hypervisor's alerts quiet. */
export const QuietReport = z.object({
  silences: z.array(SilenceReport).describe('In Alertmanager'),
  downtimes: z.array(DowntimeReport).describe('In Icinga'),
});

export type QuietReport = z.output<typeof QuietReport>;
