import * as z from 'zod';
import { emitSchema } from './emit-schema.ts';
import { pathField } from './path-field.ts';
import { sensorSchema } from './sensor-schema.ts';
import { sourceAuthSchema } from './source-auth-schema.ts';

const KIB = 1024;
const MIB = 1024 * KIB;

// They become a part of an address.
const sources = <T extends z.ZodType>(entry: T, description: string) =>
  z
    .record(z.string().regex(/^[\w.-]+$/), entry, {
      error: ({ code }) => (code === 'invalid_key' ? 'a name may hold letters, digits and . _ - only' : undefined),
    })
    .default({})
    .describe(description);

const alertSourceSchema = z.lazy(() =>
  z
    .strictObject({
      auth: sourceAuthSchema,
      alertmanager: z
        .string()
        .min(1)
        .describe(
          'Which entry of `alertmanager` this is: asked for the alerts that a notification left out, for silences, and whether an alert ' +
            'still fires. Default: the one of this name, if there is one.',
        )
        .optional(),
    })
    .describe('An Alertmanager, or a cluster of them, that posts its notifications.'),
);

const webhookSourceSchema = z.lazy(() =>
  z
    .strictObject({
      auth: sourceAuthSchema,
      schema: z
        .record(z.string(), z.unknown())
        .describe('JSON Schema (draft 7) that a body has to meet. Default: any JSON.')
        .optional(),
      schemaFile: pathField('File with that schema, in JSON.').optional(),
    })
    .refine(({ schema, schemaFile }) => schema === undefined || schemaFile === undefined, {
      path: ['schemaFile'],
      message: 'give schema or schemaFile, not both',
      when: ({ value }) => typeof value === 'object' && value !== null,
    })
    .describe('Somebody who posts JSON.'),
);

const tlsSchema = z.strictObject({
  cert: pathField('File with the certificate and its chain, in PEM.'),
  key: pathField('File with its key, in PEM.'),
  clientCa: pathField(
    'File with the authorities of client certificates, in PEM. Default: none is asked for.',
  ).optional(),
});

/** The section `serve`: the daemon. */
export const serveSchema = z
  .strictObject({
    host: z.string().min(1).default('127.0.0.1').describe('Address to listen at; `0.0.0.0` or `::` for all.'),
    port: z.int().min(0).max(65_535).default(9095).describe('Port to listen at; 0: a free one.'),
    tls: tlsSchema.describe('Certificates. Default: HTTP in the clear, for a proxy on this host.').optional(),
    alertmanagers: sources(
      alertSourceSchema,
      'Who posts alerts, by name: to `/v1/alertmanager/<name>`, or to `/v1/alertmanager`, where whose credentials fit is the one.',
    ),
    webhooks: sources(webhookSourceSchema, 'Who posts other JSON, by name: to `/v1/webhooks/<name>`.'),
    sensors: sources(sensorSchema, 'What is looked at, by the name that rules give it.'),
    rules: z
      .array(pathField('A file or a folder.'))
      .default([])
      .describe('Files of rules (YAML), and folders of such files, in the order in which they are asked.'),
    emit: emitSchema.optional(),
    // An alert is 1 to 2 KiB of JSON, and `max_alerts` of Alertmanager has no limit by default.
    bodyLimit: z
      .int()
      .min(KIB)
      .max(64 * MIB)
      .default(4 * MIB)
      .describe(
        'Bytes of one body. A notification above it is refused, and Alertmanager does not send it again: 4 MiB hold some 2,000 alerts of ' +
          'one group; give `max_alerts` to its receiver where groups may be larger.',
      ),
    overload: z
      .strictObject({
        requests: z.int().positive().max(100_000).default(256).describe('Requests under way at once.'),
        bytes: z
          .int()
          .min(KIB)
          .default(64 * MIB)
          .describe('Bytes of all bodies that are held at once; at least `bodyLimit`.'),
      })
      .prefault({})
      .describe('What is above this is answered with 503, and Alertmanager sends it again.'),
    ledger: pathField(
      'Path of the ledger of events. Default: beside the ledger of runs, `ledger.alerts.db` for `ledger.db`.',
    ).optional(),
    retention: z
      .int()
      .positive()
      .max(36_500)
      .default(90)
      .describe('Days for which an event is kept after its arrival. What is not decided is kept.'),
  })
  .superRefine(refuseImpossible, { when: ({ value }) => typeof value === 'object' && value !== null });

export type ServeSettings = z.output<typeof serveSchema>;

// Runs even if there are other faults: what the fields are made of is not certain here.
function refuseImpossible(given: unknown, context: z.core.$RefinementCtx): void {
  const { tls, bodyLimit, overload, alertmanagers, webhooks } = fieldsOf(given);
  const { bytes } = fieldsOf(overload);
  if (typeof bytes === 'number' && typeof bodyLimit === 'number' && bytes < bodyLimit) {
    const message = `must be at least bodyLimit, ${bodyLimit}: otherwise a body of that size is never taken`;
    context.addIssue({ code: 'custom', path: ['overload', 'bytes'], message });
  }
  if (fieldsOf(tls)['clientCa'] !== undefined) return;
  for (const [section, entries] of Object.entries({ alertmanagers, webhooks })) {
    for (const [name, entry] of Object.entries(fieldsOf(entries))) {
      if (fieldsOf(fieldsOf(entry)['auth'])['certificates'] === undefined) continue;
      const message = 'needs serve.tls.clientCa: nobody is asked for a certificate without it';
      context.addIssue({ code: 'custom', path: [section, name, 'auth', 'certificates'], message });
    }
  }
}

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
