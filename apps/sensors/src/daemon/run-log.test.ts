import { expect, it } from '@jest/globals';
import type { RunRecord } from '@opsbook/runbook';
import { pino } from 'pino';
import { Counter, Registry } from 'prom-client';
import { runLog } from './run-log.ts';

it('warns of a run that cannot be gone on with, and not of one that waits for people or is left to another', () => {
  const lines: { level: number; code: string }[] = [];
  const log = pino({}, { write: (line) => lines.push(JSON.parse(line) as (typeof lines)[number]) });
  const registers = [new Registry()];
  const labelNames = ['runbook', 'code', 'status'] as const;
  const counter = (name: string) => new Counter({ name, help: name, labelNames, registers });
  const { onLeft } = runLog(log, { ended: counter('ended'), left: counter('left') });
  const run = { id: 'r', runbook: 'toy', requestedBy: { user: 'ann', surface: 'test' } } as unknown as RunRecord;
  for (const code of ['CANCELLED', 'RUN_ADOPTED', 'LEDGER_FULL']) onLeft(run, Object.assign(new Error('x'), { code }));
  expect(lines).toMatchObject([
    { level: 30, code: 'CANCELLED' },
    { level: 30, code: 'RUN_ADOPTED' },
    { level: 40, code: 'LEDGER_FULL' },
  ]);
});
