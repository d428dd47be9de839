import { Secret } from '@opsbook/context';
import { expect, it } from '@jest/globals';
import * as z from 'zod';
import { refuseSecrets } from './refuse-secrets.ts';
import { MemoryStore } from './index.ts';
import { planOnce, runOnce } from './testing/index.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { ann, bob, engineOf, runbook, toyRun, until } from './testing/toy-runbooks.ts';

const password = new Secret('tr0ub4dor').reveal();

it('lets an input pass that holds none', () => {
  expect(() => refuseSecrets('a.run', { cloud: 'prod', hosts: ['a'], count: 3, more: null })).not.toThrow();
});

it('names every field that holds one, and does not say it', () => {
  const input = { cloud: `${password}-2`, hosts: ['a', password], labels: { [password]: 'x', b: { c: password } } };
  let message = '';
  try {
    refuseSecrets('a.run', input);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(message).toMatch(
    /4 fault\(s\)[^]*cloud: holds[^]*hosts\[1\]: holds[^]*labels\.\*\*\*: holds[^]*labels\.b\.c: holds/,
  );
  expect(message).not.toContain(password);
});

/** A parent that gives its child something for a cloud; the child tells which one it sees, before and after a question. */
function family(cloud: string, seen: string[]) {
  const child = runbook({
    name: 'child.of-secret',
    summary: 'See',
    risk: 'safe',
    input: z.strictObject({ cloud: z.string() }),
    output: z.unknown(),
    run: async (ctx, input) => {
      seen.push(input.cloud);
      await ctx.ask('Go on?');
      seen.push('asked');
    },
  });
  return [toyRun((ctx) => ctx.run(child, { cloud })), child] as const;
}

it('a child is started with none either, since it would work with the mask; a plan says so', async () => {
  const seen: string[] = [];
  const [parent, child] = family(password, seen);
  const { connect, clock } = new ToyCloud();
  const all = { runbook: parent, children: [child], input: {}, connect, clock };
  const { run } = await runOnce(all);
  expect({ run, seen }).toMatchObject({ run: { status: 'failed', error: { code: 'INVALID_INPUT' } }, seen: [] });
  expect(await planOnce(all)).toMatchObject({ error: { code: 'INVALID_INPUT' } });
});

it('a child that was begun before its input was known for a secret is gone on with', async () => {
  const seen: string[] = [];
  const cloud = new ToyCloud();
  const store = new MemoryStore();
  const runbooks = family('plain-till-now', seen);
  const first = engineOf(cloud, runbooks, store);
  const { id } = await first.start({ runbook: 'toy.test', input: {}, requestedBy: ann });
  const execution = await first.execute(id);
  const child = async () => (await first.list({ parent: id }))[0]?.id ?? id;
  await until(async () => (await first.questions(await child())).length > 0);
  await execution.suspend();

  // What this process learns only now.
  expect(new Secret('plain-till-now')).toBeDefined();
  const second = engineOf(cloud, runbooks, store);
  const { ended } = await second.execute(id);
  const [question] = await second.questions(await child());
  await second.answer(await child(), { path: question!.path, decision: 'approved', by: bob });
  expect(await ended).toMatchObject({ status: 'done' });
  expect(seen.at(-1)).toBe('asked');
});
