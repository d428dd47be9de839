import * as z from 'zod';

/** Seconds of a year. */
const YEAR = 31_536_000;

/** One entry of `serve.sensors`. */
export const sensorSchema = z.lazy(() =>
  z
    .strictObject({
      run: z
        .string()
        .min(1)
        .describe(
          'Read-only runbook that looks, one whose report has `findings`: `hypervisor.show-state`, `audit.compare-flavors`, `ticket.find` ...',
        ),
      input: z.record(z.string(), z.json()).default({}).describe('What it is told.'),
      every: z.int().min(10).max(YEAR).describe('Seconds from the end of one look to the beginning of the next.'),
      announceEvery: z
        .int()
        .min(10)
        .max(YEAR)
        .describe('Seconds after which a finding that is still there is announced again. Default: never.')
        .optional(),
    })
    .describe(
      'A look every so often. A finding is an event when it is first seen, again after a while, and when it is gone.',
    ),
);

export type SensorSettings = z.output<typeof sensorSchema>;
