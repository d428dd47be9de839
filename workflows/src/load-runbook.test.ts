import { expect, it } from '@jest/globals';
import { runbooks } from './index.ts';
import { loadRunbook } from './load-runbook.ts';

it('finds every runbook by its name alone', async () => {
  const found = await Promise.all(runbooks.map(({ name }) => loadRunbook(name)));
  expect(found.map((runbook) => runbook?.name)).toEqual(runbooks.map(({ name }) => name));
  expect(found.every((runbook, at) => runbook === runbooks[at])).toBe(true);
});

it.each(['server.frobnicate', 'frobnicate.server', 'find.find', '../libs.x', 'server', 'server.find.ts', ''])(
  'finds nothing by the name %j',
  async (name) => {
    expect(await loadRunbook(name)).toBeUndefined();
  },
);
