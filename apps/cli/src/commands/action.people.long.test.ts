import { expect, test } from '@jest/globals';
import { type Execution, stackstorm } from '@opsbook/stackstorm';
import { startStackStorm } from '@opsbook/stackstorm/testing';
import { ActionSite } from '../testing/action-process.ts';

const ASKS = `
  import * as z from 'zod';
  import { defineRunbook } from '@opsbook/runbook';
  export const asks = defineRunbook()({
    name: 'site.ask',
    summary: 'Ask ann and bob',
    risk: 'safe',
    input: z.strictObject({}),
    output: z.string(),
    async run(ctx) {
      await ctx.ask('Go {{ on }}?', { approvers: ['ann', 'bob'], count: 2 });
      return 'went';
    },
  });`;

test('a process that is killed while StackStorm asks for it: the same execution again asks nobody twice', async () => {
  const sim = await startStackStorm();
  const as = (user: string) => stackstorm({ url: sim.url, auth: { token: sim.addToken(user) } });
  const asked = async (): Promise<Execution[]> => await as('grace').executions.list({ action: 'core.ask' });
  const answer = async (user: string) => {
    const mine = (await asked()).find(({ parameters }) => String(parameters['users']) === user);
    await as(user).inquiries.respond(mine?.id ?? '', { decision: 'approved' });
  };
  try {
    const site = new ActionSite(ASKS);
    const env = { ST2_ACTION_API_URL: `${sim.url}/api/v1`, ST2_ACTION_AUTH_TOKEN: sim.addToken('grace') };
    const call = { execution: '6560a1b2c3d4e5f6a7b8c9d0', params: {}, env };
    const action = site.start('site.ask', call);
    await action.until(() => action.err.includes('StackStorm asks bob by inquiry'));
    action.kill('SIGKILL');
    await action.died();
    await answer('bob');
    const again = site.start('site.ask', call);
    await again.until(() => again.err.includes('bob answered in StackStorm: Go {{ on }}? approved'));
    await answer('ann');
    expect(await again.ended()).toMatchObject({ code: 0, result: { ok: true, report: 'went' } });
    expect((await asked()).map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
  } finally {
    await sim.stop();
  }
}, 120_000);
