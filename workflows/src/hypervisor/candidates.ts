import type { OpenStackClient } from '@opsbook/openstack';
import { textQuery } from '@opsbook/openstack-query';

/** A hypervisor as it is ranked. */
export interface Candidate extends CandidateRow {
  servers: number;
  runningServers: number;
}

export interface CandidateRow {
  id: string;
  host: string;
  hostname: string;
  hostIp: string | null;
  state: string;
  status: string;
  disabledReason: string | null;
  vcpus: number | null;
  vcpusUsed: number | null;
  ramMiB: number | null;
  ramMiBUsed: number | null;
  ramMiBFree: number | null;
}

const COLUMNS: Record<keyof CandidateRow, string> = {
  id: 'id',
  host: 'host',
  hostname: 'hostname',
  hostIp: 'hostIp',
  state: 'state',
  status: 'status',
  disabledReason: 'service.disabledReason',
  vcpus: 'capacity.vcpus',
  vcpusUsed: 'capacity.vcpusUsed',
  ramMiB: 'capacity.ramMiB',
  ramMiBUsed: 'capacity.ramMiBUsed',
  ramMiBFree: 'capacity.ramMiBFree',
};

/** Hypervisors that fulfil the conditions, with what placement says of them. */
export async function readCandidates(client: OpenStackClient, where: readonly string[]): Promise<CandidateRow[]> {
  const text = { resource: 'hypervisors', where, select: Object.values(COLUMNS).join(',') };
  const rows: CandidateRow[] = [];
  for await (const chunk of textQuery(text, 0).result(client).chunks) {
    for (const row of chunk.rows) {
      rows.push(Object.fromEntries(Object.keys(COLUMNS).map((name, i) => [name, row[i]])) as unknown as CandidateRow);
    }
  }
  return rows;
}

/** By the hostname of the hypervisor: nova itself no longer counts them. */
export async function readServerCounts({
  compute,
}: OpenStackClient): Promise<Record<string, Pick<Candidate, 'servers' | 'runningServers'>>> {
  const counts: Record<string, Pick<Candidate, 'servers' | 'runningServers'>> = {};
  for await (const { hypervisorHostname: on, status } of compute.servers.list({ allProjects: true })) {
    if (on === null) continue;
    const count = (counts[on] ??= { servers: 0, runningServers: 0 });
    count.servers += 1;
    if (status === 'ACTIVE') count.runningServers += 1;
  }
  return counts;
}
