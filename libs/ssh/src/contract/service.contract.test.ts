import { jest, test } from '@jest/globals';
import { systemClock } from '@opsbook/context';
import type { ContractTarget } from './contract-target.ts';
import { sshContract } from './ssh-contract.ts';

const {
  OPSBOOK_CONTRACT_SSH: address,
  OPSBOOK_CONTRACT_SSH_KEY: keyFile = '',
  OPSBOOK_CONTRACT_SSH_PASSWORD: password = '',
  OPSBOOK_CONTRACT_SSH_KNOWN_HOSTS: knownHostsFile = '',
} = process.env;

function target(transport: 'ssh2' | 'openssh', given: string): ContractTarget {
  const { username: user, hostname, port } = new URL(`ssh://${given}`);
  return {
    name: `sshd at ${given} over ${transport}`,
    transport,
    clock: systemClock,
    hostname,
    port: Number(port === '' ? 22 : port),
    user,
    password,
    keyFile,
    knownHostsFile,
    close: () => Promise.resolve(),
  };
}

if (address === undefined || address === '') {
  const why = 'OPSBOOK_CONTRACT_SSH names no host';
  process.stdout.write(`The contract suite was skipped: ${why}.\n`);
  test.skip(`skipped: ${why}`, () => undefined);
} else {
  jest.setTimeout(60_000);
  for (const transport of ['ssh2', 'openssh'] as const) {
    sshContract(transport, () => Promise.resolve(target(transport, address)));
  }
}
