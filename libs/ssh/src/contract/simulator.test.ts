import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VirtualClock } from '@opsbook/context';
import { startSsh } from '../testing/index.ts';
import { newKey } from '../testing/new-key.ts';
import type { ContractTarget } from './contract-target.ts';
import { sshContract } from './ssh-contract.ts';

async function simulator(): Promise<ContractTarget> {
  const clock = new VirtualClock();
  const key = newKey();
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-ssh-contract-'));
  const keyFile = join(folder, 'id_ed25519');
  writeFileSync(keyFile, key.private);
  chmodSync(keyFile, 0o600);
  const password = 'contract-password';
  const users = {
    ostbops: { password, keys: [key.public] },
    root: { keys: [key.public], sudo: 'no-password' as const },
  };
  const sim = await startSsh({ clock, users });
  return {
    name: 'the simulator over ssh2',
    transport: 'ssh2',
    clock,
    hostname: '127.0.0.1',
    port: sim.port,
    user: 'ostbops',
    password,
    keyFile,
    knownHostsFile: sim.knownHostsFile,
    close: async () => {
      await sim.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

sshContract('ssh2', simulator);
