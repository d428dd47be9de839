import type { Server } from '@opsbook/openstack';
import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { EVACUATE, type Evacuated, lookAtEvacuation } from './look-at-evacuation.ts';
import { before } from './trace.ts';

/** One server that was built anew elsewhere. */
export const EvacuationReport = z.object({
  id: z.string().describe('UUID of the server'),
  name: z.string(),
  from: z.string().describe('The dead host'),
  to: z.string().nullable().describe('The host it is on; null in a plan where the scheduler will choose'),
  status: z.string().nullable().describe('What it is there; null in a plan'),
  disk: z.enum(['image', 'volume']).describe('Whether it boots from an image or a volume'),
  migrationId: z.number().nullable().describe("Nova's id of the evacuation"),
  requestId: z.string().nullable().describe("Nova's id of the request that asked for it"),
});

export type EvacuationReport = z.output<typeof EvacuationReport>;

/** Why nova evacuates no such server; undefined: it does (compute/api.py of Zed, check_instance_state of evacuate). */
export function notEvacuable({ vmState, status, flavor }: Server): string | undefined {
  if (flavor.extraSpecs['hw:tpm_version'] !== undefined) return 'nova does not evacuate a server with a virtual TPM';
  if (vmState !== null && ['active', 'stopped', 'error'].includes(vmState)) return undefined;
  return `nova does not evacuate a server that is ${status}`;
}

export interface EvacuateOptions {
  cloud: string;
  server: Server;
  from: string;
  destination?: string | undefined;
}

/** Builds a server of a dead host anew elsewhere, and believes only its host and its status. */
export async function evacuateServer(
  step: RunContext<Services>,
  { cloud: name, server, from, destination }: EvacuateOptions,
): Promise<EvacuationReport> {
  const cloud = step.services.openstack(name);
  const { id, vmState } = server;
  const known = await step.read('evacuations before', () => before(cloud, id, EVACUATE));
  const disk = server.imageId === null ? 'volume' : 'image';
  const expected = vmState === 'active' ? 'ACTIVE' : vmState === 'stopped' ? 'SHUTOFF' : undefined;
  const evacuated = await step.ensure<Evacuated>('evacuated', {
    check: lookAtEvacuation(cloud, { serverId: id, from, destination, expected, known }),
    change: async () => {
      // Nova works on it with the token that asks for it, to the end.
      await cloud.renewToken();
      await cloud.compute.servers.evacuate(id, destination === undefined ? {} : { host: destination });
    },
    preview: () => `to ${destination ?? "the scheduler's choice"}; ${DISKS[disk]}`,
    assume: { to: destination ?? null, status: null, migrationId: null, requestId: null },
    every: 2,
    timeout: step.services.config.migration.timeout,
  });
  return { id, name: server.name, from, disk, ...evacuated };
}

const DISKS = {
  image: 'it boots from an image: built anew from it, what it has written is lost unless the hosts share their disks',
  volume: 'it boots from a volume, and keeps it',
};
