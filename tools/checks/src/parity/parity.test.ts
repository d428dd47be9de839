import { expect, it } from '@jest/globals';
import { parseInput } from '@opsbook/runbook';
import { ORIGINAL_ACTIONS, PLANNED_ACTIONS } from './original-actions.ts';
import { parityRows } from './parity-page.ts';

const rows = parityRows();
const actions = [...ORIGINAL_ACTIONS, ...PLANNED_ACTIONS];

it.each(actions)('%s is replaced by a runbook', (action) => {
  expect(rows.filter((row) => row.action === action)).not.toEqual([]);
});

it.each(rows.map((row) => [`${row.action} -> ${row.runbook.name}`, row] as const))(
  'the call of %s validates',
  (_, row) => {
    expect(actions).toContain(row.action);
    expect(() => parseInput(row.runbook, row.call)).not.toThrow();
    expect(row.better).toMatch(/\S.{15,}/);
  },
);
