import { expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { ActionSite } from '../testing/action-process.ts';

const EXECUTION = '6560a1b2c3d4e5f6a7b8c9d0';

/** Writes a line for each step; the third one's answer comes when the test says so, its effect before. */
const STEPS = `
  import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
  import { setTimeout as pause } from 'node:timers/promises';
  import * as z from 'zod';
  import { absent, defineRunbook, done } from '@opsbook/runbook';
  const { SITE } = process.env;
  const written = () => (existsSync(SITE + '/effects') ? readFileSync(SITE + '/effects', 'utf8').split('\\n') : []);
  export const steps = defineRunbook()({
    name: 'site.steps',
    summary: 'Five steps',
    risk: 'safe',
    input: z.strictObject({ cloud: z.string().default('c').describe('Cloud'), rest: z.number().default(0).describe('s') }),
    output: z.unknown(),
    targets: ({ cloud }) => ['site/' + cloud],
    async run(ctx, { rest }) {
      for (const step of ['1', '2', '3', '4', '5']) {
        await ctx.ensure('step ' + step, {
          check: async () => (written().includes(step) ? done(step) : absent()),
          change: async () => {
            appendFileSync(SITE + '/effects', step + '\\n');
            if (step !== '3') return;
            writeFileSync(SITE + '/begun', '');
            while (!existsSync(SITE + '/go')) await pause(10);
          },
          undo: async () => writeFileSync(SITE + '/effects', written().filter((one) => one !== step).join('\\n')),
          assume: step,
        });
        if (step === '3' && rest > 0) await ctx.sleep(rest);
      }
      return { effects: written().length - 1 };
    },
  });`;

const call = { execution: EXECUTION, params: { cloud: null, rest: null } };
const DONE = { ok: true, status: 'done', changed: true, report: { effects: 5 } };
const ONCE = '1\n2\n3\n4\n5\n';

async function begun(rest: number | null = null) {
  const site = new ActionSite(STEPS);
  const action = site.start('site.steps', { ...call, params: { ...call.params, rest } });
  await action.until(() => existsSync(site.file('begun')));
  return { site, action, effects: () => readFileSync(site.file('effects'), 'utf8') };
}

test('killed midway, the same execution again ends as if nothing had been, with nothing done twice', async () => {
  const { site, action, effects } = await begun();
  action.kill('SIGKILL');
  await action.died();
  expect([action.out, effects()]).toEqual(['', '1\n2\n3\n']);
  const again = site.start('site.steps', call);
  expect(await again.ended()).toMatchObject({ code: 0, result: DONE });
  expect(effects()).toBe(ONCE);
});

test('one that waits for another process takes over when that one is killed', async () => {
  const { site, action, effects } = await begun();
  const second = site.start('site.steps', call);
  await second.until(() => second.err.includes('Another process executes run'));
  action.kill('SIGKILL');
  await action.died();
  expect(await second.ended()).toMatchObject({ code: 0, result: DONE });
  expect(effects()).toBe(ONCE);
});

test('SIGTERM undoes where nobody hears the action any more', async () => {
  const { site, action, effects } = await begun(86_400);
  const ended = action.endedUnheard();
  action.kill('SIGTERM');
  writeFileSync(site.file('go'), '');
  await ended;
  expect(effects()).toBe('');
});

test('SIGTERM to the session undoes, and the result is told; to one that only waits it does the same', async () => {
  // It would take a day, and a cancel ends the rest.
  const { site, action, effects } = await begun(86_400);
  const second = site.start('site.steps', { ...call, params: { ...call.params, rest: 86_400 } });
  await second.until(() => second.err.includes('Another process executes run'));
  second.kill('SIGTERM');
  await second.until(() => second.err.includes('SIGTERM: '));
  writeFileSync(site.file('go'), '');
  const cancelled = { ok: false, status: 'cancelled', error: { code: 'CANCELLED' } };
  expect(await action.ended()).toMatchObject({ code: 1, result: cancelled });
  // Its bash died of the signal, and node printed its result all the same.
  expect(await second.ended()).toMatchObject({ result: cancelled });
  expect(effects().trim()).toBe('');
});

test('the SIGTERM of a time-out leaves a run that a retry goes on with', async () => {
  const site = new ActionSite(STEPS);
  const action = site.start('site.steps', { ...call, context: { timeout: 1 } });
  await action.until(() => existsSync(site.file('begun')));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  action.kill('SIGTERM');
  writeFileSync(site.file('go'), '');
  const { run } = (await action.ended()).result;
  const context = { retry: { retry_count: 1, retried_liveaction_id: '6560a1b2c3d4e5f6a7b8c900' } };
  const retry = site.start('site.steps', { ...call, execution: '6560a1ffc3d4e5f6a7b8c9d1', context });
  expect(await retry.ended()).toMatchObject({ code: 0, result: { ...DONE, run } });
  expect(readFileSync(site.file('effects'), 'utf8')).toBe(ONCE);
});
