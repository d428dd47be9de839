import { afterEach, beforeEach, expect, it } from '@jest/globals';
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
