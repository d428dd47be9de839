import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { runOnce } from './testing/index.ts';
import { ToyCloud } from './testing/toy-cloud.ts';
import { runbook } from './testing/toy-runbooks.ts';

describe('input', () => {
  it('lists every fault at once before anything happens', async () => {
    const cloud = new ToyCloud();
    const strict = runbook({
      name: 'a.b',
      summary: 's',
      risk: 'safe',
      input: z.strictObject({ name: z.string().min(1), n: z.number() }),
      output: z.unknown(),
      run: async () => 1,
    });
    await expect(
      runOnce({ runbook: strict, input: { name: '', n: 'x', extra: 1 }, connect: cloud.connect }),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: {
        faults: expect.arrayContaining([
          expect.objectContaining({ path: 'name' }),
          expect.objectContaining({ path: 'n' }),
          { path: 'extra', message: 'is not known here' },
        ]),
      },
    });
  });

  it('refuses a name that schemas would leave out, wherever it is', async () => {
    const open = runbook({
      name: 'a.b',
      summary: 's',
      risk: 'safe',
      input: z.strictObject({ labels: z.json(), n: z.number() }),
      output: z.unknown(),
      run: async () => 1,
    });
    const input: unknown = JSON.parse('{"labels":[{"a":{"__proto__":null}}],"n":"x"}');
    await expect(runOnce({ runbook: open, input, connect: new ToyCloud().connect })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      details: {
        faults: [
          { path: 'labels[0].a.__proto__', message: 'is a name that no value can have' },
          expect.objectContaining({ path: 'n' }),
        ],
      },
    });
  });
});
