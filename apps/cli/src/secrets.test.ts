import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, systemClock } from '@opsbook/context';
import { openLocalEngine } from '@opsbook/engine-local';
import { startOpenStack } from '@opsbook/openstack/testing';
import { absent, defineRunbook, secretInput } from '@opsbook/runbook';
import { type Services, configOf } from '@opsbook/services';
import { simulatedServices } from '@opsbook/services/testing';
import { openTriggerStore } from '@opsbook/triggers';
import * as z from 'zod';
import { main } from './main.ts';
import type { Backend, Site } from './site.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const INPUT = 'correct-horse "battery" staple';
const ANSWER = 'adminPass-9f2c/7a+1';

/** Does with its secrets what no runbook should: in errors, logs, progress, previews, item keys' labels and requests. */
const careless = defineRunbook<Services>()({
  name: 'test.spill',
  summary: 'Spills its secrets',
  risk: 'safe',
  input: z.strictObject({ password: secretInput(), key: secretInput() }),
  output: z.unknown(),
  async run(ctx, { password, key }) {
    const plain = password.reveal();
    const { compute } = ctx.services.openstack('test');
    ctx.log(`logging in with ${plain}`, { password: plain });
    ctx.progress({ message: `using ${key.reveal()}` });
    const answer = await ctx.read('answer', async () => {
      await compute.services.list({ host: 'hv1' });
      return `the service said ${plain}`;
    });
    const report = await ctx.each(
      'items',
      ['a', 'b'],
      { key: (k) => k, label: (k) => `${k} ${plain}`, maxFailures: 9 },
      async (step, item) => {
        if (item === 'a') throw new Error(`could not log in with ${plain}`);
        await step.ensure('x', {
          check: () => compute.servers.get(encodeURIComponent(plain)).then(() => absent()),
          change: () => Promise.resolve(),
          preview: () => plain,
          assume: undefined,
        });
      },
    );
    await ctx.ask(`Is ${plain} right?`, { timeout: 0.01 }).catch(() => undefined);
    return { answer, report: report.failed, hidden: { ofToken: answer } };
  },
});

test('secrets in inputs and answers reach neither the ledger nor anything that is printed', async () => {
  const folder = temporaryFolder();
  const sim = await startOpenStack({ hypervisors: 1 });
  const env = { SPILL_PASSWORD: INPUT, SPILL_KEY: ANSWER };
  Object.assign(process.env, env);
  const path = join(folder.path, 'ledger.db');
  const connect = (context: Context) => simulatedServices({ openstack: { test: sim }, context });
  const site: Site = {
    catalog: () => Promise.resolve({ runbooks: [careless], sourceOf: () => 'opsbook', version: '1' }),
    clock: systemClock,
    ledger: { path, shared: true },
    retention: 90,
    concurrency: 1,
    knownClouds: () => ['test'],
    scopeOf: () => 'test/',
    backupLedger: () => Promise.resolve(),
    connect,
    config: configOf({}),
    services: connect,
    openEvents: () => Promise.resolve(openTriggerStore({ path: ':memory:' })),
    openEngine: () => Promise.resolve(openLocalEngine({ path, runbooks: [careless], version: '1', connect })),
  };
  const backend: Backend = { site: () => Promise.resolve(site) };
  let printed = '';
  const opsbook = async (...argv: string[]) => {
    const said = { out: '', err: '' };
    const code = await main(argv, fakeTerminal(said, { cwd: folder.path }), backend);
    printed += `${said.out}${said.err}`;
    return { code, ...said };
  };
  try {
    const given = ['--password', 'env:SPILL_PASSWORD', '--key', 'env:SPILL_KEY'];
    await opsbook('plan', 'test.spill', ...given);
    await opsbook('plan', 'test.spill', '--json', ...given);
    const run = await opsbook('run', 'test.spill', '--yes', '--json', ...given);
    const { id } = JSON.parse(run.out) as { id: string };
    for (const words of [['show', id], ['show', id, '--json'], ['runs'], ['follow', id]]) await opsbook(...words);
    for (const words of [['audit'], ['audit', '--json'], ['show', id, '--export', '-']]) {
      expect(await opsbook(...words)).toMatchObject({ code: 0, out: expect.stringContaining('env:SPILL_PASSWORD') });
    }
    // Given as itself, a secret is refused, and not repeated.
    const typed = await opsbook('run', 'test.spill', '--yes', '--password', INPUT, '--key', 'env:SPILL_KEY');
    expect(typed.code).toBe(2);

    const files = readdirSync(folder.path).filter((file) => file.startsWith('ledger.db'));
    const ledger = files.map((file) => readFileSync(join(folder.path, file), 'latin1')).join('');
    expect(ledger).toContain('env:SPILL_PASSWORD');
    expect(printed).toContain('could not log in with ***');
    const secrets = [INPUT, ANSWER, 'simulated-admin', ...sim.state.tokens.map(({ value }) => value)];
    for (const secret of secrets) {
      for (const form of [
        secret,
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        Buffer.from(secret).toString('base64'),
      ]) {
        expect({ form, ledger: ledger.includes(form), printed: printed.includes(form) }).toEqual({
          form,
          ledger: false,
          printed: false,
        });
      }
    }
  } finally {
    for (const name of Object.keys(env)) Reflect.deleteProperty(process.env, name);
    await sim.stop();
  }
});
