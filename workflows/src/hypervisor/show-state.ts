import { uptimeDays } from '@opsbook/openstack-query';
import * as z from 'zod';
import { factLines, finding, findingKey } from '../audit/finding.ts';
import { cloud, hypervisor } from '../fields.ts';
import { runbook } from '../runbook.ts';
import { STATES, type Sight, hypervisorState } from './hypervisor-state.ts';

const Shown = z.object({
  hypervisor: z.string(),
  state: z.enum(STATES),
  status: z.enum(['enabled', 'disabled']),
  disabledReason: z.string().nullable(),
  uptimeDays: z.number().nullable(),
  servers: z.int(),
});

/** Says where hypervisors stand. */
export const showHypervisorState = runbook({
  name: 'hypervisor.show-state',
  summary: 'Say where hypervisors stand: running, due for maintenance, draining, drained, rebooted ...',
  description:
    'RUNNING or EMPTY: in service. PENDING_MAINTENANCE: in service, and up for too long. DRAINING, DRAINED, REBOOTED: ' +
    'disabled by a run, with servers, without, and booted since. DISABLED: a person did that. DOWN: nova sees it down. ' +
    'UNKNOWN: its uptime cannot be told.',
  risk: 'read-only',
  input: z.strictObject({
    cloud,
    hypervisors: z.array(hypervisor).min(1).max(1000).describe('Which ones; default: all of the cloud').optional(),
    uptimeLimit: z.int().min(1).max(3650).default(180).describe('Days after which a host is due for maintenance'),
    findings: z
      .array(z.enum(STATES))
      .default(['PENDING_MAINTENANCE', 'DRAINED', 'REBOOTED', 'DOWN', 'UNKNOWN'])
      .describe('States that are findings: somebody, or a rule, has to do something'),
  }),
  output: z.object({
    hypervisors: z.array(Shown),
    missing: z.array(z.string()).describe('Names that nova does not know'),
    findings: z
      .array(finding.extend({ hypervisor: z.string(), state: z.enum(STATES) }))
      .describe('Hypervisors in a state that is a finding; another state is another finding'),
  }),
  async run(ctx, { cloud: name, hypervisors: wanted, uptimeLimit, findings }) {
    const seen = await ctx.read('hypervisors', async () => {
      const { compute } = ctx.services.openstack(name);
      const [hypervisors, services, servers] = await Promise.all([
        compute.hypervisors.list(),
        compute.services.list({ binary: 'nova-compute' }),
        compute.servers.list(),
      ]);
      return hypervisors.map(({ host, state, uptime }): Sight & { hypervisor: string } => {
        const service = services.find((one) => one.host === host);
        return {
          hypervisor: host,
          state,
          status: service?.status ?? 'enabled',
          disabledReason: service?.disabledReason ?? null,
          uptimeDays: uptimeDays(uptime),
          servers: servers.filter((one) => one.host === host).length,
        };
      });
    });
    const chosen = seen.filter(({ hypervisor: host }) => wanted?.includes(host) !== false);
    const shown = chosen
      .map((sight) => ({ ...sight, state: hypervisorState(sight, uptimeLimit) }))
      .sort((a, b) => (a.hypervisor < b.hypervisor ? -1 : 1));
    const missing = (wanted ?? []).filter((host) => !seen.some((one) => one.hypervisor === host));
    return {
      hypervisors: shown,
      missing,
      findings: shown
        .filter(({ state }) => findings.includes(state))
        .map(({ hypervisor: host, state, disabledReason, uptimeDays: days, servers }) => ({
          key: findingKey('hypervisor', name, host, state),
          title: `Hypervisor ${host} of ${name} is ${state}`,
          body: factLines({ 'Disabled because': disabledReason, 'Days up': days, Servers: servers }),
          hypervisor: host,
          state,
        })),
    };
  },
});
