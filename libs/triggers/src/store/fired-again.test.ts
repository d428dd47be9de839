import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { AlertNow } from '../alert-now.ts';
import { AtWork, FIX, alert, rulesOf } from '../decide/at-work.test-support.ts';

/** Prometheus was cut off from Alertmanager: it resolved the alert by itself, and then hears of it again with the same start. */
let work: AtWork;
beforeEach(() => {
  work = new AtWork();
});
afterEach(() => work.end());

const minutes = (count: number) => work.pass(count * 60);
const fires = () => work.add(alert('a'));
const ends = () => work.add(alert('a', { status: 'resolved' }));

it('is another event, and so is its end', async () => {
  await work.begin(rulesOf(`${FIX}    success: { resolvedWithin: 30m }\n`));
  await fires();
  await minutes(1);
  await ends();
  await minutes(15);
  await fires();
  await minutes(1);
  await fires();
  await ends();
  await minutes(1);
  await ends();
  await work.settled();
  expect(work.states()).toEqual(['a: ran', 'a resolved: merged', 'a: ran', 'a resolved: merged']);
  expect(work.outcomes()).toEqual(['alert/prod/a: helped', 'alert/prod/a: helped']);
  expect(work.site.fixed).toEqual(['a', 'a']);
});

it('is the same while it may be a late delivery', async () => {
  await work.begin(rulesOf(FIX));
  await fires();
  await minutes(1);
  await ends();
  await minutes(5);
  await fires();
  await ends();
  await minutes(60);
  await ends();
  await work.settled();
  expect(work.states()).toEqual(['a: ran', 'a resolved: merged']);
});

it('is another event after Alertmanager said, in silence, that it was over', async () => {
  let isOver = true;
  const stillFires = (): Promise<AlertNow> =>
    Promise.resolve(isOver ? { fires: false } : { fires: true, since: work.now(), silences: [] });
  const wait = "{ windows: [{ from: '00:00', to: '00:20', timeZone: UTC }], otherwise: wait }";
  await work.begin(rulesOf(`${FIX}    policy: { maintenance: ${wait} }\n`), { stillFires });
  await fires();
  await work.settled();
  await minutes(5);
  await fires();
  expect(work.states()).toEqual(['a: suppressed by resolved']);
  isOver = false;
  await minutes(10);
  await fires();
  await work.settled();
  await minutes(60);
  await fires();
  await work.settled();
  expect(work.states()).toEqual(['a: suppressed by resolved', 'a: ran']);
});

it('is another event after Alertmanager said, at the deadline of its run, that it was over', async () => {
  const stillFires = (): Promise<AlertNow> => Promise.resolve({ fires: false });
  await work.begin(rulesOf(`${FIX}    success: { resolvedWithin: 10m }\n`), { stillFires });
  await fires();
  await work.settled();
  await minutes(5);
  await fires();
  expect(work.outcomes()).toEqual(['alert/prod/a: helped']);
  expect(work.states()).toEqual(['a: ran']);
  await minutes(5);
  await fires();
  await ends();
  await work.settled();
  expect(work.states()).toEqual(['a: ran', 'a: ran', 'a resolved: merged']);
});
