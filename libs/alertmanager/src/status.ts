import type { Cluster } from './cluster.ts';
import { utc } from './utc.ts';

/** The instance that answered, and the cluster as it sees it. */
export interface AlertmanagerStatus {
  /** `0.25.0` */
  version: string;
  revision: string;
  /** When it started. */
  startedAt: string;
  cluster: {
    /** Its own name in the cluster; '' where it is not part of one. */
    name: string;
    status: 'ready' | 'settling' | 'disabled';
    /** Itself included. */
    peers: readonly { name: string; address: string }[];
  };
  /** The configuration in YAML; Alertmanager leaves the secrets out. */
  config: string;
}

export async function readStatus(cluster: Cluster): Promise<AlertmanagerStatus> {
  const wire = await cluster.request<WireStatus>({
    method: 'GET',
    path: '/status',
    label: 'read the status',
    repeatable: true,
    answer: 'object',
  });
  const { name = '', status, peers = [] } = wire.cluster;
  return {
    version: wire.versionInfo.version,
    revision: wire.versionInfo.revision,
    startedAt: utc(wire.uptime),
    cluster: { name, status, peers: peers.map((peer) => ({ name: peer.name, address: peer.address })) },
    config: wire.config.original,
  };
}

interface WireStatus {
  uptime: string;
  versionInfo: { version: string; revision: string };
  cluster: {
    name?: string;
    status: AlertmanagerStatus['cluster']['status'];
    peers?: { name: string; address: string }[];
  };
  config: { original: string };
}
