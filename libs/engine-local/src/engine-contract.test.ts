import { afterAll, describe, it } from '@jest/globals';
import { Claims, embeddedWorld, engineContract } from '@opsbook/runbook/testing';
import { ledgerDisk } from './ledger-disk.test-support.ts';

const claims = new Claims();
afterAll(() => {
  process.stdout.write(`${claims.passed} shared assertions passed against the local engine\n`);
});

describe.each(Object.entries(engineContract))('the local engine: %s', (_theme, cases) => {
  it.each(cases)('$name', async ({ holds }) => {
    const world = embeddedWorld(ledgerDisk);
    try {
      await holds(world, claims);
    } finally {
      await world.close();
    }
  });
});
