import { expect, it } from '@jest/globals';
import { approvedPlan } from './plan.ts';
import { approvedLines } from './shown-plan.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { plan, turnOn } from './testing/toy-runbooks.ts';
import { skip } from './outcomes.ts';

it('shows an approver what would be changed and what is left out, each by the names that it is under', async () => {
  const made = await plan(new ToyCloud(), async (ctx) => {
    await ctx.read('names', () => ctx.services.names());
    return ctx.each('turn', ['a', 'b'], { key: (name) => name, label: (name) => `switch ${name}` }, (step, name) =>
      name === 'b' ? skip('it is broken') : turnOn(step, name),
    );
  });
  expect(approvedPlan(made).changes).toEqual([
    { path: 'turn/a/on', name: 'turn / switch a / on', status: 'would-change' },
    { path: 'turn/b', name: 'turn / switch b', status: 'skipped', why: 'it is broken' },
  ]);
});

it('shows everything that a plan allows, whatever was said of it', () => {
  const said = { path: 'a', name: 'first', status: 'would-do' as const };
  const wrong = { path: 'b', name: 'second', status: 'skipped' as const };
  const shown = { hash: 'h', paths: ['a', 'b'], unknown: ['', 'a'], changes: [said, wrong] };
  expect(approvedLines(shown)).toEqual([
    said,
    wrong,
    { path: 'b', name: 'b', status: 'would-change' },
    { path: '', name: 'what comes after', status: 'unknown' },
    { path: 'a', name: 'a', status: 'unknown' },
  ]);
});
