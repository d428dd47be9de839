import type { Downtime } from '@opsbook/icinga';
import * as z from 'zod';

/** A downtime, as reports show it. */
export const DowntimeReport = z.object({
  name: z.string().describe('Full name, by which Icinga knows it'),
  host: z.string(),
  service: z.string().nullable().describe('null: the host itself'),
  endsAt: z.string(),
  comment: z.string(),
});

export type DowntimeReport = z.output<typeof DowntimeReport>;

export const reportOf = ({ name, host, service, endsAt, comment }: Downtime): DowntimeReport => ({
  name,
  host,
  service,
  endsAt,
  comment,
});
