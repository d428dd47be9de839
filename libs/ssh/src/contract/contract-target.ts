import type { Clock } from '@opsbook/context';
import type { Target } from '@opsbook/context/testing';
import { type SshClient, type SshOptions, ssh } from '../index.ts';

/** A host that lets two users in: one of no rank (by key and by password), and root (by key). */
export interface ContractTarget extends Target {
  transport: 'ssh2' | 'openssh';
  clock: Clock;
  hostname: string;
  port: number;
  user: string;
  password: string;
  keyFile: string;
  knownHostsFile: string;
}

export type TargetOf = () => ContractTarget;

/** A client that calls the host `host` for the user and `root` for root, with changes. */
export function clientOf(target: ContractTarget, changes: Partial<SshOptions> = {}): SshClient {
  const { transport, hostname, port, user, clock, keyFile, knownHostsFile } = target;
  return ssh({
    transport,
    config: false,
    knownHosts: knownHostsFile,
    auth: { keys: [{ path: keyFile }], agent: false },
    hosts: { host: { hostname, port, user }, root: { hostname, port, user: 'root' } },
    context: { guard: { check: () => undefined }, clock },
    ...changes,
  });
}
