import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import type { Services } from '@opsbook/services';
import { testSite } from '../site.test-support.ts';
import { postPullRequests } from './post-pull-requests.ts';

const start = () => testSite({ webhooks: true });
let site: Awaited<ReturnType<typeof start>>;
beforeEach(async () => {
  site = await start();
});
afterEach(() => site.stop());

const posts = (of: typeof site) => of.webhooks['chat']?.posts.map(({ body }) => body) ?? [];
const input = { kind: 'global', channel: 'pull-requests' };

it('posts the reminder, and reports the answer', async () => {
  expect(await site.run(postPullRequests, input)).toMatchObject({
    status: 'done',
    output: { status: 200, body: 'ok' },
  });
  expect(posts(site)).toEqual([{ reminder_type: 'global', channel: 'pull-requests' }]);
});

it('posts what it was asked for and no more: another run is another reminder', async () => {
  await site.run(postPullRequests, { kind: 'personal' });
  await site.run(postPullRequests, { kind: 'personal' });
  expect(posts(site)).toEqual([{ reminder_type: 'personal' }, { reminder_type: 'personal' }]);
});

it('shows in its plan what it would post, and posts nothing', async () => {
  const plan = await site.plan(postPullRequests, input);
  expect(plan.changes).toBe(1);
  expect(JSON.stringify(plan.steps)).toContain('"message":{"reminder_type":"global","channel":"pull-requests"}');
  expect(posts(site)).toEqual([]);
});

it('refuses bad input, and a webhook that is not configured', async () => {
  await expect(site.run(postPullRequests, { kind: 'all', channel: '' })).rejects.toMatchObject({
    details: { faults: [{ path: 'kind' }, { path: 'channel' }] },
  });
  expect(await site.run(postPullRequests, { ...input, webhook: 'pager' })).toMatchObject({ status: 'failed' });
  expect(await site.plan(postPullRequests, { ...input, webhook: 'pager' })).toMatchObject({ changes: 0 });
});

it('says what the service answered when it does not take it', async () => {
  site.webhooks['chat']?.fault.next('POST /hook', { status: 403, body: 'no such channel' });
  expect(await site.run(postPullRequests, input)).toMatchObject({ status: 'failed', error: { kind: 'forbidden' } });
});

it('posts once, however its process dies', async () => {
  const { undisturbed, different } = await crashEverywhere<Services>({
    runbooks: [postPullRequests],
    input,
    stride: crashStride(2),
    world: async () => {
      const own = await start();
      return {
        clock: own.clock,
        connect: own.connect,
        state: () => posts(own),
        effects: () => posts(own).map((post) => JSON.stringify(post)),
        // Nobody but a person can tell whether it arrived.
        onWrite: async (engine, id) => {
          for (const { path } of await engine.questions(id)) {
            const decision = posts(own).length > 0 ? 'done' : 'not-done';
            await engine.answer(id, { path, decision, by: { user: 'bob', surface: 'test' } });
          }
        },
        close: own.stop,
      };
    },
  });
  expect(undisturbed.effects).toHaveLength(1);
  expect(different).toEqual([]);
});
