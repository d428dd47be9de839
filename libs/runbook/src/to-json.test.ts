import { expect, it } from '@jest/globals';
import { RunbookError } from './errors.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { diedAfter, engineOf, toyRun } from './testing/toy-runbooks.ts';

it('gives the first life what the journal gives the next: no hole in a list, no undefined key, no date', async () => {
  const holed: (number | null)[] = [];
  holed[1] = 1;
  const details = { none: undefined, at: new Date(0), list: holed } as never;
  const seen: unknown[] = [];
  const body = toyRun(async (ctx) => {
    const list = await ctx.read('list', async () => holed);
    const refusal: unknown = await ctx
      .read('refusal', () => Promise.reject(new RunbookError('REFUSED', 'no', { details })))
      .catch((error: unknown) => (error as RunbookError).details);
    seen.push({ list, refusal });
    await ctx.read('last', async () => 1);
  });
  const cloud = new ToyCloud();
  const { id, disk } = await diedAfter(cloud, body, 'last');
  await (
    await engineOf(cloud, [body], disk).execute(id)
  ).ended;
  expect(seen).toHaveLength(2);
  expect(seen[0]).toStrictEqual(seen[1]);
  expect(seen[1]).toStrictEqual({ list: [null, 1], refusal: { at: '1970-01-01T00:00:00.000Z', list: [null, 1] } });
});
