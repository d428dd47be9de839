import { expect, it } from '@jest/globals';
import { COMPAT_ACTIONS } from '@opsbook/actions';
import { ORIGINAL_ACTIONS } from './original-actions.ts';
import { parityRows } from './parity-page.ts';

it('the pack keeps every action of the original', () => {
  expect(COMPAT_ACTIONS.map(({ name }) => name)).toEqual([...ORIGINAL_ACTIONS].sort());
});

it.each(COMPAT_ACTIONS.map(({ name, runbook }) => [name, runbook]))(
  '%s is what %s says that it replaces',
  (name, runbook) => {
    const replacing = parityRows().filter(({ action }) => action === name);
    expect(replacing.map((row) => row.runbook.name)).toContain(runbook);
  },
);
