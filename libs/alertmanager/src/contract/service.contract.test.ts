import { jest, test } from '@jest/globals';
import { systemClock } from '@opsbook/context';
import { alertmanagerContract } from './alertmanager-contract.ts';
import type { ContractTarget } from './contract-target.ts';
import { startHook } from './hook.ts';
import { Wire } from './wire.ts';

const { OPSBOOK_CONTRACT_ALERTMANAGER: url, OPSBOOK_CONTRACT_HOOK_PORT: port } = process.env;

function target(address: string): ContractTarget {
  const wire = new Wire(address, systemClock);
  const close = () => {
    wire.close();
    return Promise.resolve();
  };
  return { name: `Alertmanager at ${address}`, url: address, run: String(Date.now()), clock: systemClock, wire, close };
}

if (url === undefined || url === '') {
  const why = 'OPSBOOK_CONTRACT_ALERTMANAGER names no Alertmanager';
  process.stdout.write(`The contract suite was skipped: ${why}.\n`);
  test.skip(`skipped: ${why}`, () => undefined);
} else if (port === undefined) {
  process.stdout.write('Notifications are skipped: OPSBOOK_CONTRACT_HOOK_PORT is not set.\n');
  jest.setTimeout(180_000);
  alertmanagerContract({ prepare: () => Promise.resolve(target(url)), configured: false });
} else {
  jest.setTimeout(180_000);
  const prepare = async () => {
    const { received, refusals, stop } = await startHook(systemClock, Number(port));
    const { close, ...rest } = target(url);
    const end = async () => {
      await close();
      await stop();
    };
    return { ...rest, received, refusals, close: end };
  };
  alertmanagerContract({ prepare, configured: true });
}
