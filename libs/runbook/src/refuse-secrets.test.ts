import { Secret } from '@opsbook/context';
import { expect, it } from '@jest/globals';
import * as z from 'zod';
import { refuseSecrets } from './refuse-secrets.ts';
import { runOnce } from './testing/index.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { runbook, toyRun } from './testing/toy-runbooks.ts';

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

it('a child is started with none either: it would work with the mask', async () => {
  const seen: string[] = [];
  const child = runbook({
    name: 'child.of-secret',
    summary: 'See',
    risk: 'safe',
    input: z.strictObject({ cloud: z.string() }),
    output: z.unknown(),
    run: async (_ctx, { cloud }) => void seen.push(cloud),
  });
  const parent = toyRun((ctx) => ctx.run(child, { cloud: password }));
  const { connect, clock } = new ToyCloud();
  const { run } = await runOnce({ runbook: parent, children: [child], input: {}, connect, clock });
  expect({ run, seen }).toMatchObject({ run: { status: 'failed', error: { code: 'INVALID_INPUT' } }, seen: [] });
});
