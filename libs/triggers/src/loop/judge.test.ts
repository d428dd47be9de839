import { expect, test } from '@jest/globals';
import type { RunRecord } from '@opsbook/runbook';
import type { Remediation } from '../remediation.ts';
import { afterRun } from './judge.ts';

const REMEDIATION: Remediation = {
  ...{ run: 'r', rule: 'fix', runbook: 'host.fix', event: 'e', subject: 'alert/prod/a', target: 'a', phase: 'running' },
  startedAt: '2030-01-01T00:00:00.000Z',
};

test.each([
  [false, 'refused'],
  [true, 'failed'],
])('a run that met the lease of another one, having changed something: %s', (changed, outcome) => {
  const error = { code: 'LEASE_HELD', kind: 'refused', message: 'host/a is held by run x' };
  const run = { id: 'r', createdAt: '2030-01-01T00:00:00.000Z', status: 'refused', changed, error } as RunRecord;
  expect(afterRun(REMEDIATION, run, undefined)).toMatchObject({ outcome, why: 'host/a is held by run x' });
});
