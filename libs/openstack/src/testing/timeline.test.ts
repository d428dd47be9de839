import { describe, expect, test } from '@jest/globals';
import { VirtualClock, sleep } from '@opsbook/context';
import { type Course, Timeline } from './timeline.ts';

const START = '2030-01-01T00:00:00.000Z';

function timelineAt(speed = 1) {
  const clock = new VirtualClock(START);
  return { clock, timeline: new Timeline(clock, speed), passed: () => clock.now() - Date.parse(START) };
}

describe('a timeline', () => {
  test('makes things happen when somebody looks, in order and at their own times', async () => {
    const { clock, timeline } = timelineAt();
    const seen: string[] = [];
    const note = (what: string) => () => seen.push(`${what} ${timeline.now() - Date.parse(START)}`);
    timeline.after(3, note('late'));
    timeline.after(1, () => {
      note('early')();
      timeline.after(1, note('middle'));
    });
    timeline.after(9, note('never'));
    await sleep(clock, 5000);
    expect(seen).toEqual([]);
    timeline.settle();
    expect(seen).toEqual(['early 1000', 'middle 2000', 'late 3000']);
  });

  test('forgets what was taken back, and what would happen after Infinity', async () => {
    const { clock, timeline } = timelineAt();
    const seen: string[] = [];
    timeline.after(1, () => seen.push('taken back'))();
    timeline.after(Infinity, () => seen.push('never'));
    await sleep(clock, 10_000);
    timeline.settle();
    expect(seen).toEqual([]);
  });

  test('may go faster than the clock', async () => {
    const { clock, timeline } = timelineAt(10);
    let happened = false;
    timeline.after(20, () => (happened = true));
    await sleep(clock, 1999);
    timeline.settle();
    expect(happened).toBe(false);
    await sleep(clock, 1);
    timeline.settle();
    expect(happened).toBe(true);
    expect(timeline.secondsSince(Date.parse(START))).toBe(20);
  });
});

describe('a course', () => {
  const course = function* (seen: string[]): Course {
    seen.push('begun');
    yield 1;
    seen.push('waiting');
    yield Infinity;
    seen.push('woken');
    yield 1;
    seen.push('ended');
  };

  test('runs to its first wait at once, and from wait to wait', async () => {
    const { clock, timeline } = timelineAt();
    const seen: string[] = [];
    const running = timeline.run(course(seen));
    expect(seen).toEqual(['begun']);
    await sleep(clock, 60_000);
    timeline.settle();
    expect(seen).toEqual(['begun', 'waiting']);
    running.wake();
    expect(seen).toEqual(['begun', 'waiting', 'woken']);
    await sleep(clock, 1000);
    timeline.settle();
    expect(seen.at(-1)).toBe('ended');
    running.wake();
    expect(seen).toHaveLength(4);
  });

  test('that is stopped does not go on', async () => {
    const { clock, timeline } = timelineAt();
    const seen: string[] = [];
    timeline.run(course(seen)).stop();
    await sleep(clock, 60_000);
    timeline.settle();
    expect(seen).toEqual(['begun']);
  });
});
