import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { SimulatorServer } from '@opsbook/http/testing';
import { ActionSite } from '../testing/action-process.ts';

const PASSWORD = 'correct-horse "battery" $(staple) \u00e9';
const TOKEN = '0123456789abcdef-token-of-the-execution';
const STORED = 'a-token-that/StackStorm="keeps"';

/** Says its secret wherever it can, and starts a process that lasts until the test has looked. */
const CARELESS = `
  import { spawn } from 'node:child_process';
  import { once } from 'node:events';
  import * as z from 'zod';
  import { defineRunbook, secretInput } from '@opsbook/runbook';
  export const careless = defineRunbook()({
    name: 'site.spill',
    summary: 'Spills its secret',
    risk: 'safe',
    input: z.strictObject({ password: secretInput().describe('Its secret'), note: z.string().default('none').describe('A note') }),
    output: z.unknown(),
    async run(ctx, { password, note }) {
      const plain = password.reveal();
      console.log('printed by a library: ' + plain);
      ctx.log('logging in with ' + plain, { plain });
      const jira = await ctx.read('jira', () => ctx.services.jira().users.myself().catch((error) => error.message));
      const length = await ctx.read('wait', async () => {
        const child = spawn('sh', ['-c', 'touch "$SITE/begun"; while [ ! -e "$SITE/go" ]; do sleep 0.02; done']);
        await once(child, 'exit');
        return { length: plain.length, said: 'it is ' + plain };
      });
      throw new Error('refused ' + plain + ' of ' + length.length + ', ' + note + '; ' + jira);
    },
  });`;

/** Empty where the process has ended, as each `sleep` does. */
function ofProcess(pid: number, file: 'cmdline' | 'environ'): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** A Jira that repeats who one says to be. */
const jira = new SimulatorServer();
beforeAll(() => jira.start());
afterAll(() => jira.stop());
jira.fallback(({ headers }) => ({ status: 400, body: { errorMessages: [`not ${headers['authorization'] ?? ''}`] } }));

test('a secret parameter, or one from the store, is in no command line, no output and no byte of the ledger, and no child inherits it', async () => {
  const auth = '{ token: "${env:JIRA_TOKEN}" }';
  const site = new ActionSite(
    CARELESS,
    `jira: { main: { url: '${jira.url}', deployment: data-center, auth: ${auth} } }\n`,
  );
  const action = site.start('site.spill', {
    execution: '6560a1b2c3d4e5f6a7b8c9d0',
    params: { password: PASSWORD, note: null },
    environment: { JIRA_TOKEN: STORED },
    // What the store has comes first.
    env: { ST2_ACTION_AUTH_TOKEN: TOKEN, JIRA_TOKEN: 'the-hosts-own' },
  });
  await action.until(() => existsSync(site.file('begun')));
  const processes = action.processes;
  const lines = processes.map((pid) => ofProcess(pid, 'cmdline'));
  // Bash, node, and the child with its own.
  expect(lines.filter((line) => line !== '').length).toBeGreaterThanOrEqual(3);
  const inherited = processes
    .filter((_, i) => lines[i]?.startsWith('sh\0') === true)
    .map((pid) => ofProcess(pid, 'environ'));
  expect(inherited.join('')).toContain('PATH=');
  const during = site.ledger();
  writeFileSync(site.file('go'), '');
  const { code, result } = await action.ended();

  expect(code).toBe(1);
  expect(result).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(/^refused \*\*\* of \d+, none; .*not \*\*\*$/) },
  });
  expect(jira.requests.map(({ headers }) => headers['authorization'])).toEqual([`Bearer ${STORED}`]);
  expect(action.err).toContain('printed by a library: ***');
  expect(during).toContain('given:password');
  const places = {
    commandLines: lines.join('\n'),
    inherited: inherited.join('\n'),
    out: action.out,
    err: action.err,
    during,
    after: site.ledger(),
  };
  for (const secret of [PASSWORD, TOKEN, STORED]) {
    const bytes = Buffer.from(secret);
    const forms = [secret, bytes.toString('latin1'), JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)];
    for (const form of [...forms, bytes.toString('base64')]) {
      const where = Object.entries(places).filter(([, text]) => text.includes(form));
      expect({ form, where: where.map(([place]) => place) }).toEqual({ form, where: [] });
    }
  }
});
