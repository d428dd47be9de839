import { describe, expect, it } from '@jest/globals';
import { everything } from './testing/every-verb.ts';
import { type World, crashEverywhere, fillDiskEverywhere } from './testing/index.ts';
import { type Toy, ToyCloud } from './testing/toy-cloud.ts';
import { bob, switchOn } from './testing/toy-runbooks.ts';

const worldOf = (onWrite: NonNullable<World<Toy>['onWrite']>) => () => {
  const cloud = new ToyCloud();
  for (const name of ['a', 'b', 'keep']) cloud.switches.set(name, 'off');
  return {
    clock: cloud.clock,
    connect: cloud.connect,
    state: () => [[...cloud.switches].sort(), cloud.mails.length],
    effects: () => cloud.effects,
    onWrite,
  };
};

const bobSaysYes: World<Toy>['onWrite'] = async (engine, id) => {
  const [open] = await engine.questions(id);
  if (open === undefined) return;
  await engine.answer(id, { path: open.path, decision: 'approved', by: bob });
};

const options = { runbooks: [everything, switchOn], input: {} } as const;

describe('a crash', () => {
  it('before or after any write to the ledger changes nothing in the end: every verb, children, nested lanes', async () => {
    const result = await crashEverywhere({ ...options, world: worldOf(bobSaysYes) });
    expect(result.undisturbed).toMatchObject({ status: 'done', output: { changed: 2, skipped: 1 }, leases: 0 });
    expect(result.undisturbed.effects).toHaveLength(7);
    expect(result.crashed.length).toBeGreaterThan(100);
    expect(result.different).toEqual([]);
  });

  it('in a run that is cancelled midway changes nothing in the end either', async () => {
    const world = worldOf(async (engine, id, write) => {
      if (write === 14) await engine.cancel(id, bob, 'enough');
    });
    const result = await crashEverywhere({ ...options, world });
    // How far a lane had come when the cancel met it differs; that all is undone, and nothing done twice, does not.
    for (const { status, leases, state, effects } of [result.undisturbed, ...result.crashed]) {
      expect({ status, leases }).toEqual({ status: 'cancelled', leases: 0 });
      expect(JSON.stringify(state)).not.toContain('"on"');
      const made = effects.filter((effect) => effect.endsWith(' on'));
      expect(new Set(made).size).toBe(made.length);
    }
    expect(result.undisturbed.effects.length).toBeGreaterThan(2);
  });
});

it('a disk that is full at any write stops the run, and changes nothing in the end', async () => {
  const result = await fillDiskEverywhere({ ...options, world: worldOf(bobSaysYes) });
  expect(result.undisturbed).toMatchObject({ status: 'done', leases: 0 });
  expect(result.crashed.length).toBeGreaterThan(50);
  expect(result.different).toEqual([]);
});
