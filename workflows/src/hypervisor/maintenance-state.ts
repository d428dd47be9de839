import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { attempt } from '../attempt.ts';
import { findDowntimes, findSilences } from './find-silences.ts';
import type { MaintenanceState } from './maintain-report.ts';
import { TEST_HOST } from './try-flavor.ts';

/** Looks at everything that a maintenance may leave behind. What cannot be looked at is named, and does not hide the rest. */
export async function maintenanceState(
  ctx: RunContext<Services>,
  { cloud, hypervisor }: { cloud: string; hypervisor: string },
): Promise<MaintenanceState> {
  const unknown: string[] = [];
  const look = async <T>(what: string, fn: () => Promise<T>): Promise<T | null> => {
    const found = await attempt(() => ctx.read(`${what} at the end`, fn));
    if (found.ok) return found.value;
    unknown.push(`${what}: ${found.error.message}`);
    return null;
  };
  const { compute } = ctx.services.openstack(cloud);
  const seen = ({ id, name, status }: { id: string; name: string; status: string }) => ({ id, name, status });
  const service = await look('compute service', async () => {
    const { status, state, disabledReason } = await compute.services.find({ host: hypervisor, binary: 'nova-compute' });
    return { status, state, disabledReason };
  });
  const silences = await look('silences', () => findSilences(ctx.services, cloud, hypervisor));
  const downtimes = await look('downtimes', () => findDowntimes(ctx.services, cloud, hypervisor));
  const servers = await look('servers', async () => (await compute.servers.list({ host: hypervisor })).map(seen));
  const testServers = await look('test servers', async () => {
    const { namePrefix } = ctx.services.config.testServers;
    const named = await compute.servers.list({ name: `^${namePrefix}-` });
    return named.filter(({ metadata }) => metadata[TEST_HOST] === hypervisor).map(seen);
  });
  return { service, silences, downtimes, servers, testServers, unknown };
}
