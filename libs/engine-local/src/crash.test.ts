import { expect, it } from '@jest/globals';
import { crashEverywhere, everyVerb } from '@opsbook/runbook/testing';
import { ledgerDisk } from './ledger-disk.test-support.ts';

it('a crash before or after a write to the ledger changes nothing in the end: every verb, each seventh write', async () => {
  const result = await crashEverywhere({ ...everyVerb, disk: ledgerDisk, stride: 7 });
  expect(result.undisturbed).toMatchObject({ status: 'done', output: { changed: 2, skipped: 1 }, leases: 0 });
  expect(result.crashed.length).toBeGreaterThan(15);
  expect(result.different).toEqual([]);
});
