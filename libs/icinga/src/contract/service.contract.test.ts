import { readFileSync } from 'node:fs';
import { jest, test } from '@jest/globals';
import { systemClock } from '@opsbook/context';
import { icinga } from '../icinga.ts';
import type { ContractTarget } from './contract-target.ts';
import { icingaContract } from './icinga-contract.ts';
import { Wire } from './wire.ts';

const { OPSBOOK_CONTRACT_ICINGA: url, OPSBOOK_CONTRACT_ICINGA_CA: caFile } = process.env;

function target(address: string, ca: string): Promise<ContractTarget> {
  const wire = new Wire(address, systemClock, { ca });
  const clientOf = (username: string, password: string) =>
    icinga({ url: address, auth: { username, password }, author: 'contract', tls: { ca } });
  const client = clientOf('root', 'contract');
  const close = () => {
    wire.close();
    client.close();
    return Promise.resolve();
  };
  return Promise.resolve({ name: `Icinga at ${address}`, clock: systemClock, wire, client, clientOf, close });
}

if (url === undefined || caFile === undefined) {
  const why = 'OPSBOOK_CONTRACT_ICINGA and OPSBOOK_CONTRACT_ICINGA_CA name no Icinga (start one with icinga2.sh)';
  process.stdout.write(`The contract suite was skipped: ${why}.\n`);
  test.skip(`skipped: ${why}`, () => undefined);
} else {
  jest.setTimeout(60_000);
  icingaContract(() => target(url, readFileSync(caFile, 'utf8')));
}
