import { AsyncResource } from 'node:async_hooks';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type RunContext, absent } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { type TestCloud, testCloud } from './cloud.test-support.ts';
import { runbook } from './runbook.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

const stubborn = (run: (ctx: RunContext<Services>) => Promise<unknown>) =>
  runbook({
    name: 'test.change-anyway',
    summary: 'Tries to change something where it may not',
    risk: 'safe',
    input: z.strictObject({}),
    output: z.unknown(),
    run,
  });

const disable = (ctx: RunContext<Services>) =>
  ctx.services.openstack('test').compute.services.disable('hv1', { reason: 'on purpose' });

/** Where a change is attempted, and how the attempt shows. */
const ATTEMPTS: Record<string, (ctx: RunContext<Services>, seen: (error: unknown) => void) => Promise<unknown>> = {
  'in a read': (ctx) => ctx.read('sneaky', () => disable(ctx)),
  'in a check': (ctx) =>
    ctx.ensure('sneaky', {
      check: async () => {
        await disable(ctx);
        return absent();
      },
      change: () => Promise.resolve(),
      assume: undefined,
    }),
  'between verbs': async (ctx, seen) => {
    const attempt = disable(ctx).catch(seen);
    await ctx.read('meanwhile', async () => {
      await attempt;
      return 1;
    });
  },
  'from a pooled callback that lost its context': (ctx, seen) =>
    ctx.read('pooled', async () => {
      await pool.runInAsyncScope(() => disable(ctx).catch(seen));
      return 1;
    }),
};

// Made before any run: its context belongs to none.
const pool = new AsyncResource('pool');

it.each(Object.entries(ATTEMPTS))(
  'a plan that attempts a change %s is refused at the client',
  async (_place, attempt) => {
    let seen: unknown;
    const plan = await cloud.plan(
      stubborn((ctx) => attempt(ctx, (error) => (seen = error))),
      {},
    );
    expect(seen ?? plan.error).toMatchObject({
      code: 'EFFECT_REFUSED',
      message: expect.stringContaining('disable nova-compute on hv1'),
    });
    expect(cloud.changes()).toEqual([]);
    expect(cloud.service('hv1')?.disabled).toBe(false);
  },
);

it.each(Object.entries(ATTEMPTS))('so is a run that attempts one %s', async (_place, attempt) => {
  let seen: unknown;
  const run = await cloud.run(
    stubborn((ctx) => attempt(ctx, (error) => (seen = error))),
    {},
  );
  expect(seen ?? run.error).toMatchObject({ code: 'EFFECT_REFUSED' });
  expect(cloud.changes()).toEqual([]);
});
