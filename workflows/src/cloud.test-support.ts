import { type Context, VirtualClock } from '@opsbook/context';
import { startOpenStack } from '@opsbook/openstack/testing';
import { type AnyRunbook, type Engine, type Plan, type RunRecord, memoryEngine } from '@opsbook/runbook';
import { planOnce, runOnce } from '@opsbook/runbook/testing';
import type { ConfigInput, Services } from '@opsbook/services';
import { type SimulatedServicesOptions, simulatedServices } from '@opsbook/services/testing';
import { runbooks } from './index.ts';

/** Simulators of other services than the cloud: `testSite` of site.test-support.ts starts them. */
export type OtherServices = Omit<SimulatedServicesOptions, 'openstack' | 'context' | 'config'>;

/** A simulated cloud for one test: `test` and `alias` in the runbooks' inputs, on a clock that costs no time. */
export async function testCloud(config: ConfigInput = {}, clock = new VirtualClock(), others: OtherServices = {}) {
  const sim = await startOpenStack({ clock, hypervisors: 4 });
  const openstack = { test: sim, alias: sim };
  const connect = (context: Context) => simulatedServices({ ...others, openstack, context, config });
  const options = { connect, clock };
  const changes = () =>
    sim.requests
      .filter(({ method, path }) => method !== 'GET' && !path.endsWith('/auth/tokens'))
      .map(({ method, path }) => `${method} ${path}`);
  return {
    clock,
    sim,
    connect,
    /** The requests so far that could have changed something. */
    changes,
    plan: (runbook: AnyRunbook<Services>, input: object): Promise<Plan> => planOnce({ ...options, runbook, input }),
    run: async (runbook: AnyRunbook<Services>, input: object): Promise<RunRecord> =>
      (await runOnce({ ...options, runbook, input })).run,
    engine: (): Engine => memoryEngine({ ...options, runbooks, version: 'test' }),
    /** Where each server is, by name. */
    hosts: () => Object.fromEntries(sim.state.servers.map(({ name, host }) => [name, host])),
    service: (host: string) => sim.state.computeServices.find((s) => s.host === host && s.binary === 'nova-compute'),
  };
}

export type TestCloud = Awaited<ReturnType<typeof testCloud>>;

export const ann = { user: 'ann', surface: 'test' };
