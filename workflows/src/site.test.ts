import { afterEach, expect, it } from '@jest/globals';
import { done, underway } from '@opsbook/runbook';
import * as z from 'zod';
import { runbook } from './runbook.ts';
import { testSite } from './site.test-support.ts';

const EVERYTHING = {
  alertmanager: true,
  prometheus: true,
  icinga: true,
  jira: true,
  email: true,
  ssh: true,
  webhooks: true,
} as const;

let site: { stop(): Promise<void> } | undefined;
afterEach(() => site?.stop());

/** Has an effect on every service, and waits for one of them. */
const touchAll = runbook({
  name: 'test.touch-all',
  summary: 'Touch every service',
  description: 'Has an effect on every service.',
  risk: 'safe',
  input: z.strictObject({}),
  output: z.strictObject({ down: z.boolean() }),
  targets: () => ['test'],
  async run(ctx) {
    const { services } = ctx;
    const once = (name: string, fn: () => Promise<unknown>) =>
      ctx.once(name, () => fn().then(() => true), { assume: true });
    const text = 'restarts at noon';
    await once('ssh', () => services.ssh().exec('hv2', ['restart', 'it']));
    await once('mail', () => services.email().send({ to: 'ada@example.test', subject: 'hv2', text }));
    await once('silence', () =>
      services.alertmanager().silences.create({ matchers: 'host=hv2', duration: 60, createdBy: 'ann', comment: text }),
    );
    await once('downtime', () => services.icinga().downtimes.schedule({ host: 'hv2', comment: text, duration: 60 }));
    await once('issue', () => services.jira().issues.create({ project: 'OPS', type: 'Task', summary: text }));
    await once('post', () => services.webhook('chat').post({ text }));
    await ctx.waitUntil(
      'it is up',
      async () => {
        const { stdout } = await services.ssh().read('hv2', ['uptime']);
        return stdout === 'up' ? done(true) : underway(stdout);
      },
      { every: 3600, timeout: 86_400, assume: true },
    );
    return { down: await ctx.read('alert', () => services.prometheus().holds('up == 0')) };
  },
});

it('lets a run touch every service, on a clock that costs no time', async () => {
  const all = await testSite({ ...EVERYTHING, config: { ssh: { readOnly: [{ argv: ['uptime'] }] } } });
  site = all;
  const began = all.clock.now();
  const hv2 = all.ssh['hv2'];
  all.icinga.addHost('hv2');
  all.prometheus.answer('up == 0', [{ labels: { job: 'node' }, value: 0 }]);
  hv2?.on(['restart', 'it'], { delay: 120 });
  hv2?.on(['uptime'], () => ({ stdout: all.clock.now() - began > 7_200_000 ? 'up' : 'booting' }));

  const run = await all.run(touchAll, {});

  expect(run.error).toBeUndefined();
  expect(run.output).toEqual({ down: true });
  expect(all.clock.now() - began).toBeGreaterThan(7_200_000);
  expect(hv2?.runs[0]?.argv).toEqual(['restart', 'it']);
  expect(all.ssh['hv1']?.runs).toEqual([]);
  expect(all.email.mailbox('ada@example.test').map(({ parsed }) => parsed.subject)).toEqual(['hv2']);
  expect(all.alertmanager.silences.map(({ comment }) => comment)).toEqual(['restarts at noon']);
  // It has ended meanwhile, and is kept a while.
  expect(all.icinga.requests.map(({ path }) => path)).toContain('/v1/actions/schedule-downtime');
  expect(all.jira.issues.map(({ key }) => key)).toEqual(['OPS-1']);
  expect(all.webhooks['chat']?.posts.map(({ body }) => body)).toEqual([{ text: 'restarts at noon' }]);
});

it('refuses every effect while it is planned', async () => {
  const all = await testSite({ ...EVERYTHING, config: { ssh: { readOnly: [{ argv: ['uptime'] }] } } });
  site = all;
  const plan = await all.plan(touchAll, {});
  expect(plan.steps.map(({ name, status }) => `${name}: ${status}`)).toEqual([
    'ssh: would-do',
    'mail: would-do',
    'silence: would-do',
    'downtime: would-do',
    'issue: would-do',
    'post: would-do',
    'it is up: would-wait',
    'alert: read',
  ]);
  expect([all.ssh['hv2']?.runs, all.email.mails, all.jira.issues, all.webhooks['chat']?.posts]).toEqual([
    [],
    [],
    [],
    [],
  ]);
});

it('knows nothing of a service that it does not have', async () => {
  const all = await testSite({ jira: true });
  site = all;
  const run = await all.run(touchAll, {});
  expect(run.error?.message).toBe('the test has no simulated host');
});
