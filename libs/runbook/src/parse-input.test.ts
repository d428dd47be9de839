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
});
