import { describe, expect, it } from '@jest/globals';
import { crashEverywhere, everyVerb, fillDiskEverywhere } from './testing/index.ts';
import { bob } from './testing/toy-runbooks.ts';

describe('a crash', () => {
  it('before or after any write to the ledger changes nothing in the end: every verb, children, nested lanes', async () => {
    const result = await crashEverywhere(everyVerb);
    expect(result.undisturbed).toMatchObject({ status: 'done', output: { changed: 2, skipped: 1 }, leases: 0 });
    expect(result.undisturbed.effects).toHaveLength(7);
    expect(result.crashed.length).toBeGreaterThan(100);
    expect(result.different).toEqual([]);
  });

  it('in a run that is cancelled midway changes nothing in the end either', async () => {
    const result = await crashEverywhere({
      ...everyVerb,
      world: async () => ({
        ...(await everyVerb.world()),
        onWrite: async (engine, id, write) => {
          if (write === 14) await engine.cancel(id, bob, 'enough');
        },
      }),
    });
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
  const result = await fillDiskEverywhere(everyVerb);
  expect(result.undisturbed).toMatchObject({ status: 'done', leases: 0 });
  expect(result.crashed.length).toBeGreaterThan(50);
  expect(result.different).toEqual([]);
});
