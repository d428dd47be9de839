import * as z from 'zod';
import { cloud } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { type Probe, probesOf } from './connection-probes.ts';
import { factLines, findingKey, findings } from './finding.ts';

const connection = z.object({
  service: z.string().describe('`openstack`, `compute` ..., `alertmanager`, `jira` ...'),
  name: z.string().describe("Its entry's name in the configuration"),
  ok: z.boolean(),
  says: z.string().describe('Who we are there, or what it is; if it is not ok, what is wrong'),
  code: z.string().nullable().describe('Of the error'),
  requestId: z.string().nullable().describe('Of the request that failed'),
});

/** Looks who we are on every service of the site. */
export const checkConnections = runbook({
  name: 'audit.check-connections',
  summary: 'Tell who we are on each configured service, and what is wrong with each',
  description:
    'Logs in to each cloud, asks each of its services for something small, and does the same with every other service of the ' +
    'configuration. One that fails does not end the check. Hosts and webhooks are left out: they cannot be asked without running or posting something.',
  risk: 'read-only',
  input: z.strictObject({
    clouds: z.array(cloud).optional().describe('Clouds to look at; default: those of the configuration'),
  }),
  output: z.object({ ok: z.boolean().describe('All of them are'), connections: z.array(connection), findings }),
  replaces: [
    {
      action: 'hello_world',
      call: { clouds: ['prod'] },
      better:
        'It proves that every service can be used, says as whom, and what is wrong where it cannot, instead of logging a greeting.',
    },
  ],
  async run(ctx, input) {
    const { services } = ctx;
    const probes = probesOf(services, input.clouds ?? Object.keys(services.config.clouds));
    const connections = await Promise.all(
      probes.map((probe) => ctx.read(`${probe.service} ${probe.name}`, () => outcomeOf(probe))),
    );
    const broken = connections.filter(({ ok }) => !ok);
    return {
      ok: broken.length === 0,
      connections,
      findings: broken.map(({ service, name, says, code, requestId }) => ({
        key: findingKey('connection', service, name),
        title: `${service} ${name} cannot be used`,
        body: factLines({ Error: says, Code: code, Request: requestId }),
      })),
    };
  },
});

async function outcomeOf({ service, name, ask }: Probe): Promise<z.output<typeof connection>> {
  try {
    return { service, name, ok: true, says: await ask(), code: null, requestId: null };
  } catch (error) {
    const { message, code, requestId } = error as { message: string; code?: unknown; requestId?: unknown };
    const text = (value: unknown) => (typeof value === 'string' ? value : null);
    return { service, name, ok: false, says: message, code: text(code), requestId: text(requestId) };
  }
}
