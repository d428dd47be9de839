import { expect, test } from '@jest/globals';
import { type Acted, ActionInStackStorm } from '../testing/action-in-stackstorm.ts';

const ask = (...approvers: string[]) => ({ name: 'hall.ask-first', params: { approvers } });
const LIGHT = { name: 'house.light', params: { cloud: 'home' } };
const RULE = { name: 'lamps', match: { runbook: ['house.*'] } };

/** What is recorded of the answers to a run. */
async function answersTo({ result }: Acted, { host }: ActionInStackStorm): Promise<unknown[]> {
  const { out } = await host.opsbook(`audit --run ${result.run} --json`);
  const entries = out.trim().split('\n');
  return entries.map((line) => JSON.parse(line) as { kind: string }).filter(({ kind }) => kind === 'answered');
}

test('the one who is named is asked by StackStorm, and the run goes on within the same execution', async () => {
  const st2 = await ActionInStackStorm.start();
  const [acted] = await Promise.all([
    st2.act(ask('ann')),
    st2.answers(20, 'ann', { decision: 'approved', reason: 'it is dark' }),
  ]);
  expect(acted).toMatchObject({ code: 0, result: { ok: true, status: 'done', report: 'hall' } });
  expect(st2.inquiries).toEqual(['ann: succeeded']);
  expect(await answersTo(acted, st2)).toMatchObject([
    {
      by: { user: 'ann', surface: 'stackstorm', inquiry: st2.inquiryFor('ann') },
      details: { decision: 'approved', reason: 'it is dark' },
    },
  ]);
});

test('nobody else can answer for them', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act(ask('ann'));
  await expect(st2.answers(20, 'bob', { decision: 'approved' }, 'ann')).rejects.toThrow('does not have permission');
  expect(st2.inquiries).toEqual(['ann: pending']);
  await st2.answers(5, 'ann', { decision: 'approved' });
  expect((await acting).result).toMatchObject({ ok: true });
});

test('where two of three must approve, each is asked for their own, with the plan; the third is asked no more', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.approvals = [{ ...RULE, approvers: ['ann', 'grace', 'bob', 'cem'], count: 2 }];
  const acting = st2.act(LIGHT);
  await st2.answers(20, 'cem', { decision: 'approved' });
  const { schema, ttl } = await st2.as('ann').inquiries.get(st2.inquiryFor('ann'));
  await st2.answers(10, 'ann', { decision: 'approved' });
  const acted = await acting;
  expect(acted.result).toMatchObject({ ok: true, status: 'done', changed: true });
  // Who asks for the run is not asked.
  expect(st2.inquiries).toEqual(['ann: succeeded', 'bob: abandoned', 'cem: succeeded']);
  expect(schema).toMatchObject({
    title: expect.stringMatching(/^Run house.light \(2 changes, plan /),
    properties: { decision: { enum: ['approved', 'rejected'], required: true } },
  });
  for (const text of [acted.result.run, 'grace (stackstorm)', 'light / the hall / lamp on', 'would change'])
    expect(schema['description']).toContain(text);
  expect(ttl).toBe(24 * 60);
  const hash = st2.host.store.getRun(acted.result.run)?.plan?.hash;
  expect(await answersTo(acted, st2)).toMatchObject([
    { by: { user: 'cem' }, details: { plan: hash } },
    { by: { user: 'ann' }, details: { plan: hash } },
  ]);
});

test('one no ends the run, with the reason', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.approvals = [{ ...RULE, approvers: ['ann', 'bob'], count: 2 }];
  const acting = st2.act(LIGHT);
  await st2.answers(20, 'bob', { decision: 'rejected', reason: 'guests sleep' });
  const { code, result } = await acting;
  expect({ code, result }).toMatchObject({ code: 1, result: { status: 'refused', error: { code: 'NOT_APPROVED' } } });
  expect(result.error.message).toContain('guests sleep');
  expect(st2.inquiries).toEqual(['ann: abandoned', 'bob: succeeded']);
});

test('an answer at the command line counts, and StackStorm asks no more', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act(ask('ann', 'bob'));
  await st2.host.later(20, () => st2.approve('bob', '#ask:1'));
  expect((await acting).result).toMatchObject({ ok: true, report: 'hall' });
  expect(st2.inquiries).toEqual(['ann: abandoned', 'bob: abandoned']);
});

test('when its time is over the run ends, and so does the inquiry', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.approvals = [{ ...RULE, approvers: ['ann'], expires: 30 }];
  const { result } = await st2.act({ ...LIGHT, context: { channel: '#ops' } });
  expect(result).toMatchObject({ status: 'refused', error: { code: 'NOT_APPROVED' } });
  expect(st2.inquiries).toEqual(['ann: timeout']);
  expect(st2.chat.at(-1)).toMatch(/^#ops opsbook: run .* nobody answered in time$/);
});

test('one yes of anybody will do where the site says so, and has no name', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.approvals = [{ ...RULE, requesterMay: true }];
  const acting = st2.act(LIGHT);
  await st2.host.later(20, async () => {
    const [inquiry] = await st2.as('dora').inquiries.list();
    await st2.as('dora').inquiries.respond(inquiry?.id ?? '', { decision: 'approved' });
  });
  const acted = await acting;
  expect(acted.result).toMatchObject({ ok: true });
  expect(await answersTo(acted, st2)).toMatchObject([{ by: { user: 'stackstorm', inquiry: expect.any(String) } }]);
});

test('people say whether an effect of unknown outcome took place', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act({ name: 'bell.ring', params: {} });
  await st2.host.later(20, async () => {
    const [inquiry] = await st2.as('dora').inquiries.list();
    expect(inquiry?.schema).toMatchObject({ properties: { decision: { enum: ['done', 'not-done'] } } });
    await st2.as('dora').inquiries.respond(inquiry?.id ?? '', { decision: 'done' });
  });
  expect((await acting).result).toMatchObject({ ok: true, report: 'rung' });
});

test.each([
  ['whoever asked must not answer', { ...RULE }, 'grace must not answer'],
  ['several must', { ...RULE, requesterMay: true, count: 2 }, '2 people must say yes'],
])('nobody is asked where StackStorm cannot tell who answers: %s', async (_, rule, why) => {
  const st2 = await ActionInStackStorm.start();
  st2.host.approvals = [rule];
  const { code, result } = await st2.act({ ...LIGHT, context: { channel: '#ops' } });
  expect({ code, error: result.error.code }).toEqual({ code: 1, error: 'WAITS_FOR_PEOPLE' });
  expect(result.error.message).toContain(why);
  expect(st2.inquiries).toEqual([]);
  expect(st2.chat.join('\n')).toContain(why);
});

test('texts of others are no templates, and call nobody in the chat', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.house.lamps.set('{{ st2kv.system.password }} {% raw %}', 'off');
  st2.host.approvals = [{ ...RULE, approvers: ['ann', '@channel {{ 7 * 7 }}'] }];
  const acting = st2.act({ ...LIGHT, context: { channel: '#ops' } });
  await st2.host.later(20, async () => {
    const { schema } = await st2.as('ann').inquiries.get(st2.inquiryFor('ann'));
    expect(schema['description']).toContain('{{ st2kv.system.password }} {% raw %}');
  });
  await st2.answers(1, 'ann', { decision: 'approved' });
  expect((await acting).result.ok).toBe(true);
  expect(st2.chat[0]).toContain('@\u200bchannel {{ 7 * 7 }}: st2 inquiry respond');
});

test('in a chat people read what is asked, who can answer how, and what came of it', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act({ ...ask('ann', 'bob'), context: { channel: '#ops' } });
  await st2.answers(20, 'bob', { decision: 'approved' });
  const { run } = (await acting).result;
  expect(st2.chat).toEqual([
    [
      `#ops opsbook: run ${run} (hall.ask-first) waits for an answer: Light the hall?`,
      `ann: st2 inquiry respond ${st2.inquiryFor('ann')}`,
      `bob: st2 inquiry respond ${st2.inquiryFor('bob')}`,
      `At the command line: opsbook approve ${run} --path '#ask:1'  or  opsbook reject ${run} --path '#ask:1' --reason ...`,
    ].join('\n'),
    `#ops opsbook: run ${run} (hall.ask-first): Light the hall? approved by bob`,
  ]);
});

test('a process that died while it waited: who tries again finds the inquiries, and what was answered meanwhile', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.host.approvals = [{ ...RULE, approvers: ['ann', 'bob', 'cem'], count: 2 }];
  const chat = { channel: '#ops' };
  const setting = { onStart: st2.host.stopAfter(12, 'SIGTERM') };
  const first = await st2.act({ ...LIGHT, context: { ...chat, timeout: 10 }, setting });
  expect(first).toMatchObject({ code: 1, result: { error: { code: 'LEFT' } } });
  expect(st2.inquiries).toEqual(['ann: pending', 'bob: pending', 'cem: pending']);
  expect(st2.chat.at(-1)).toMatch(/is left as it is\. It goes on .*opsbook resume/);
  const told = st2.chat.length;
  await st2.answers(20, 'bob', { decision: 'approved' });
  const again = st2.act({ ...LIGHT, context: { ...chat, retry: { retry_count: 1 } } });
  await st2.answers(20, 'cem', { decision: 'approved' });
  const acted = await again;
  expect(acted.result).toMatchObject({ ok: true, run: first.result.run });
  expect(st2.inquiries).toEqual(['ann: abandoned', 'bob: succeeded', 'cem: succeeded']);
  expect(await answersTo(acted, st2)).toMatchObject([{ by: { user: 'bob' } }, { by: { user: 'cem' } }]);
  // They know of their inquiries already.
  expect(st2.chat.slice(told)).toEqual([expect.stringContaining('approved by bob, cem')]);
});

test('an inquiry of which nobody knows whether it was made is not made twice', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act(ask('ann'));
  // Not the first, which is of the action itself.
  await st2.host.later(0.5, async () => st2.sim.fault.next('POST /api/v1/executions', { cut: 'after' }));
  await st2.answers(20, 'ann', { decision: 'approved' });
  const { result, err } = await acting;
  expect(result.ok).toBe(true);
  expect(err).toContain('StackStorm cannot ask now');
  expect(st2.inquiries).toEqual(['ann: succeeded']);
});

test.each([
  ['for more than the one', ['ann', 'eve'], {}, 'eve'],
  ['with another text', ['ann'], { title: 'Tea?' }, 'ann'],
])('an inquiry that somebody else has begun under the tag of ours does not count: %s', async (_, users, title, who) => {
  const st2 = await ActionInStackStorm.start();
  const setting = { onStart: st2.host.stopAfter(12, 'SIGTERM') };
  const { result } = await st2.act({ ...ask('ann'), context: { timeout: 10 }, setting });
  const ours = st2.inquiryFor('ann');
  const schema = { ...(await st2.as('ann').inquiries.get(ours)).schema, ...title };
  const { traceTag } = (await st2.as('eve').traces.list({ execution: ours }))[0] ?? { traceTag: '' };
  const parameters = { users, schema };
  const { id } = await st2.as('eve').executions.create({ action: 'core.ask', parameters, traceTag });
  await st2.host.later(5, () => st2.as(who).inquiries.respond(id, { decision: 'approved' }));
  const again = st2.act({ ...ask('ann'), context: { rerun: { ref: 'x' } } });
  await st2.host.later(20, () => st2.as('ann').inquiries.respond(ours, { decision: 'rejected' }));
  expect((await again).result).toMatchObject({ run: result.run, error: { code: 'NOT_APPROVED' } });
});

test('StackStorm away for a while is tried again', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act(ask('ann'));
  await st2.host.later(0.5, async () => st2.sim.downFor(60));
  await st2.answers(90, 'ann', { decision: 'approved' });
  const { result, err } = await acting;
  expect(result.ok).toBe(true);
  expect(err.match(/cannot ask now/g)).toHaveLength(1);
});

test('away for good, it asks nobody, and the run waits as it would without StackStorm', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act(ask('ann'));
  await st2.host.later(0.5, async () => st2.sim.downFor(86_400));
  const { code, result } = await acting;
  expect({ code, result }).toMatchObject({
    code: 1,
    result: { status: 'running', waitsFor: [{ approvers: ['ann'] }], error: { code: 'WAITS_FOR_PEOPLE' } },
  });
  expect(result.error.message).toContain('it has been away for 300 s');
  expect((await st2.host.opsbook(['approve', result.run, '--path', '#ask:1'], { user: 'ann' })).code).toBe(0);
});

test.each([
  ['the token has expired', 401, 'Unauthorized - Token has expired.'],
  ['the user may not run core.ask', 403, 'User "grace" doesn\'t have required permission'],
  ['there is no core.ask', 400, 'Action "core.ask" cannot be found.'],
])('refused for good: %s', async (_, status, faultstring) => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act(ask('ann'));
  await st2.host.later(
    0.5,
    async () => void st2.sim.fault.always('POST /api/v1/executions', { status, body: { faultstring } }),
  );
  const { code, result } = await acting;
  expect({ code, error: result.error.code }).toEqual({ code: 1, error: 'WAITS_FOR_PEOPLE' });
  expect(result.error.message).toContain(faultstring);
});

test('a token that expires while it waits ends the waiting, and leaves the inquiries to who tries again', async () => {
  const st2 = await ActionInStackStorm.start();
  const acting = st2.act(ask('ann'));
  await st2.host.later(20, async () => st2.sim.expireTokens());
  expect((await acting).result.error).toMatchObject({
    code: 'WAITS_FOR_PEOPLE',
    message: expect.stringContaining('Token has expired'),
  });
  expect(st2.inquiries).toEqual(['ann: pending']);
  const again = st2.act({ ...ask('ann'), context: { rerun: { ref: 'x' } } });
  await st2.answers(10, 'ann', { decision: 'approved' });
  expect((await again).result.ok).toBe(true);
  expect(st2.inquiries).toEqual(['ann: succeeded']);
});

test('a chat that cannot be told fails nothing', async () => {
  const st2 = await ActionInStackStorm.start();
  st2.sim.addAction({ ref: 'chatops.post_message', enabled: false });
  const acting = st2.act({ ...ask('ann'), context: { channel: '#ops' } });
  await st2.answers(20, 'ann', { decision: 'approved' });
  const { result, err } = await acting;
  expect(result.ok).toBe(true);
  expect(err.match(/The chat was not told/g)).toHaveLength(1);
});

test('SIGTERM while it waits stops the run', async () => {
  const st2 = await ActionInStackStorm.start();
  const setting = { onStart: st2.host.stopAfter(12, 'SIGTERM') };
  const { result } = await st2.act({ ...ask('ann'), context: { timeout: 600 }, setting });
  expect(result).toMatchObject({ ok: false, status: 'cancelled' });
  expect(st2.inquiries).toEqual(['ann: abandoned']);
});
