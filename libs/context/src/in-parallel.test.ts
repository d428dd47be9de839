import { expect, test } from '@jest/globals';
import { sleep } from './clock.ts';
import { inParallel } from './in-parallel.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Items that take so many seconds; one of a negative time fails after it. */
function bench() {
  const clock = new VirtualClock();
  const begun: number[] = [];
  const ended: number[] = [];
  let [under, most] = [0, 0];
  const work = async (seconds: number) => {
    begun.push(seconds);
    most = Math.max(most, (under += 1));
    await sleep(clock, Math.abs(seconds) * 1000);
    under -= 1;
    if (seconds < 0) throw new Error(`failed after ${-seconds}`);
    ended.push(seconds);
    return seconds * 10;
  };
  return { work, begun, ended, most: () => most };
}

test('gives the results in the order of the items, whichever ends first', async () => {
  const { work, ended, most } = bench();
  expect(await inParallel([5, 1, 4, 2, 3], 2, work)).toEqual([50, 10, 40, 20, 30]);
  expect(ended[0]).toBe(1);
  expect(most()).toBe(2);
});

test('begins a next one as soon as one has ended, and waits for no batch', async () => {
  const { work, begun, ended } = bench();
  await inParallel([9, 1, 1, 1], 2, work);
  expect(begun).toEqual([9, 1, 1, 1]);
  expect(ended).toEqual([1, 1, 1, 9]);
});

test('begins nothing more after a failure, ends what is under way, and throws the first', async () => {
  const { work, begun, ended } = bench();
  await expect(inParallel([3, -1, -4, 8, 9], 3, work)).rejects.toThrow('failed after 1');
  expect(begun).toEqual([3, -1, -4]);
  expect(ended).toEqual([3]);
});

test('has nothing to do for no items, and takes what fails at once', async () => {
  expect(await inParallel([], 4, bench().work)).toEqual([]);
  const fails = () => {
    throw new Error('at once');
  };
  await expect(inParallel([1, 2], 1, fails)).rejects.toThrow('at once');
});
