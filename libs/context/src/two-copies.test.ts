import { expect, it, jest } from '@jest/globals';
import type * as Context from './index.ts';
import { Secret, UnknownInPlan, scrub, unknown, unknownName } from './index.ts';

type Copy = typeof Context;

/** What a package gets that brought a copy of this one with it. */
async function another(): Promise<Copy> {
  let copy: Copy | undefined;
  await jest.isolateModulesAsync(async () => {
    copy = await import('./index.ts');
  });
  if (copy?.Secret === Secret) throw new Error('it is the same copy');
  return copy!;
}

it('knows the secrets, the unknown values and the errors of another copy of it', async () => {
  const copy = await another();
  const secret = new copy.Secret('swordfish-of-the-other');
  expect(secret instanceof Secret).toBe(true);
  expect(scrub('it is swordfish-of-the-other')).toBe('it is ***');
  expect(copy.scrub('it is swordfish-of-the-other')).toBe('it is ***');
  expect(unknownName(copy.unknown('project id'))).toBe('project id');
  expect(copy.unknownName(unknown('project id'))).toBe('project id');
  expect(new copy.UnknownInPlan('x') instanceof UnknownInPlan).toBe(true);
  expect([{} instanceof Secret, new Error('x') instanceof UnknownInPlan]).toEqual([false, false]);
});
