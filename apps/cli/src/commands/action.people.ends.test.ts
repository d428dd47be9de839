import { expect, test } from '@jest/globals';
import { defineRunbook } from '@opsbook/runbook';
import * as z from 'zod';
import { ActionInStackStorm } from '../testing/action-in-stackstorm.ts';
import { type Rooms, askFirst } from '../testing/runbooks.ts';

const runbook = defineRunbook<Rooms>();
const about = { summary: 'Ask', risk: 'safe', input: z.object({}), output: z.null() } as const;
const LIGHT = { name: 'house.light', params: { cloud: 'home' } };
const RULE = { name: 'lamps', match: { runbook: ['house.*'] }, approvers: ['ann', 'bob', 'cem'] };
const ask = { name: 'hall.ask-first', params: { approvers: ['ann'] } };

/** The first execution that is no question: the action's own. */
const own = ({ sim }: ActionInStackStorm): string => sim.executions[0]?.id ?? '';

/** Has ann asked by a run that the action's own run began. */
const below = runbook({
  ...about,
  name: 'hall.ask-below',
  async run(ctx) {
    await ctx.run(askFirst, { approvers: ['ann'] });
    return null;
  },
});

test('a cancel also ends the questions of the runs below, and nobody is said to be late', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.runbooks = [askFirst, below];
  const acting = st2.act({ name: below.name, params: {}, context: { channel: '#ops' } });
  await st2.host.later(20, () => st2.as('linus').executions.cancel(own(st2)));
  expect((await acting).result).toMatchObject({ status: 'cancelled' });
  expect(st2.inquiries).toEqual(['ann: abandoned']);
  expect(st2.chat.slice(1)).toEqual([]);
});

/** Rings the bell, of which nobody can tell whether it rang, without a safe point. */
const shielded = runbook({
  ...about,
  name: 'bell.ring-shielded',
  async run(ctx) {
    await ctx.uninterrupted(async (step) => {
      await step.once(
        'ring',
        async () => {
          await step.services.turn('bell', 'on');
          throw Object.assign(new Error('the line broke'), {
            code: 'BROKEN',
            kind: 'unavailable',
            outcomeUnknown: true,
          });
        },
        { assume: undefined },
      );
    });
    return null;
  },
});

test('what has to be answered even when the run is to stop is asked on', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.runbooks = [shielded];
  const acting = st2.act({ name: shielded.name, params: {} });
  await st2.host.later(20, () => st2.as('linus').executions.cancel(own(st2)));
  await st2.host.later(60, async () => {
    const [inquiry] = await st2.as('dora').inquiries.list();
    await st2.as('dora').inquiries.respond(inquiry?.id ?? '', { decision: 'done' });
  });
  expect((await acting).result).toMatchObject({ status: 'cancelled', changed: true, error: { code: 'CANCELLED' } });
  expect(st2.inquiries).toEqual(['anybody: succeeded']);
});

test('an inquiry that ended without an answer is not waited for', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act(ask);
  await st2.host.later(20, () => st2.as('linus').inquiries.withdraw(st2.inquiryFor('ann')));
  const { result } = await acting;
  expect(result.error.code).toBe('WAITS_FOR_PEOPLE');
  const again = st2.act({ ...ask, context: { rerun: { ref: 'x' } } });
  await st2.answers(20, 'ann', { decision: 'approved' });
  expect((await again).result).toMatchObject({ run: result.run, ok: true });
});

test('what is answered elsewhere while StackStorm says that it has no answer is answered', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act(ask);
  await st2.host.later(22, async () => {
    const id = st2.inquiryFor('ann');
    await st2.as('linus').inquiries.withdraw(id);
    st2.sim.fault.next(`GET /api/v1/executions/${id}`, { delay: 4 });
  });
  await st2.host.later(6, async () => {
    await st2.approve('ann', '#ask:1');
  });
  expect((await acting).result).toMatchObject({ ok: true, report: 'hall' });
});

test('one whose withdrawing did not work at once is withdrawn later', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.approvals = [{ name: 'lamps', match: { runbook: ['house.*'] }, approvers: ['ann', 'bob', 'cem'], count: 2 }];
  const acting = st2.act({ name: 'house.light', params: { cloud: 'home' } });
  await st2.host.later(20, async () => {
    st2.sim.fault.next('PUT /api/v1/executions/*', { status: 503 });
    await st2.approve('bob');
  });
  await st2.answers(60, 'cem', { decision: 'approved' });
  const { result, err } = await acting;
  expect(result.ok).toBe(true);
  expect(err).toContain('cannot ask now');
  expect(st2.inquiries).toEqual(['ann: abandoned', 'bob: abandoned', 'cem: succeeded']);
});

test.each([
  ['the second is not begun at once', 'before'],
  ['the answer to the second is lost', 'after'],
] as const)('in a chat everybody who is asked is named: %s', async (_, cut) => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act({ ...ask, params: { approvers: ['ann', 'bob'] }, context: { channel: '#ops' } });
  await st2.host.later(0.5, async () => st2.sim.fault.next('POST /api/v1/executions', { cut }, { after: 1 }));
  await st2.answers(60, 'bob', { decision: 'approved' });
  expect((await acting).result.ok).toBe(true);
  expect(st2.inquiries).toEqual(['ann: abandoned', 'bob: succeeded']);
  const [asked = '', ...more] = st2.chat;
  for (const user of ['ann', 'bob']) expect(asked).toContain(`${user}: st2 inquiry respond ${st2.inquiryFor(user)}`);
  expect(more).toEqual([expect.stringContaining('approved by bob')]);
});

test('an inquiry under our tag that shows something else where it is answered does not count', async () => {
  const st2 = await ActionInStackStorm.start();
  const setting = { onStart: st2.host.stopAfter(12, 'SIGTERM') };
  const { result } = await st2.act({ ...ask, context: { timeout: 10 }, setting });
  const ours = st2.inquiryFor('ann');
  const { schema } = await st2.as('ann').inquiries.get(ours);
  const { traceTag } = (await st2.as('eve').traces.list({ execution: ours }))[0] ?? { traceTag: '' };
  const properties = { decision: { type: 'string', enum: ['approved'], description: 'Tea?', required: true } };
  const parameters = { users: ['ann'], schema: { ...schema, properties } };
  const { id } = await st2.as('eve').executions.create({ action: 'core.ask', parameters, traceTag });
  await st2.host.later(5, () => st2.as('ann').inquiries.respond(id, { decision: 'approved' }));
  const again = st2.act({ ...ask, context: { rerun: { ref: 'x' } } });
  await st2.host.later(20, () => st2.as('ann').inquiries.respond(ours, { decision: 'rejected' }));
  expect((await again).result).toMatchObject({ run: result.run, error: { code: 'NOT_APPROVED' } });
});

test('who answers here and there at once has answered, and the others are asked on', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.approvals = [{ ...RULE, count: 2 }];
  const acting = st2.act(LIGHT);
  await st2.host.later(22, async () => {
    await st2.approve('bob');
    await st2.as('bob').inquiries.respond(st2.inquiryFor('bob'), { decision: 'approved' });
  });
  await st2.answers(30, 'cem', { decision: 'approved' });
  expect((await acting).result.ok).toBe(true);
  expect(st2.inquiries).toEqual(['ann: abandoned', 'bob: succeeded', 'cem: succeeded']);
});

test('where too few have said yes in time, nobody is told that it was approved', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.approvals = [{ ...RULE, count: 2, expires: 60 }];
  const acting = st2.act({ ...LIGHT, context: { channel: '#ops' } });
  await st2.answers(20, 'bob', { decision: 'approved' });
  expect((await acting).result).toMatchObject({ status: 'refused' });
  expect(st2.inquiries).toEqual(['ann: timeout', 'bob: succeeded', 'cem: timeout']);
  expect(st2.chat.at(-1)).toMatch(/nobody answered in time$/);
});

/** Asks ann, and at the same time somebody whom StackStorm cannot name. */
const both = runbook({
  ...about,
  name: 'hall.ask-both',
  async run(ctx) {
    await ctx.each('ask', ['ann', 'others'], { key: (key) => key, concurrency: 2 }, async (step, key) => {
      await step.ask(`Is it dark, ${key}?`, key === 'ann' ? { approvers: ['ann'] } : {});
    });
    return null;
  },
});

test('as long as StackStorm asks somebody, the action waits; then it says whom it cannot ask', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.runbooks = [both];
  const acting = st2.act({ name: both.name, params: {} });
  await st2.answers(60, 'ann', { decision: 'approved' });
  const { result } = await acting;
  expect(result).toMatchObject({
    error: { code: 'WAITS_FOR_PEOPLE', message: expect.stringContaining('grace must not answer') },
    waitsFor: [{ question: 'Is it dark, others?' }],
  });
  expect(st2.inquiries).toEqual(['ann: succeeded']);
});
