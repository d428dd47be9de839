import { expect, test } from '@jest/globals';
import { type Secret, scrub } from '@opsbook/context';
import { defineRunbook, parseInput, secretInput } from '@opsbook/runbook';
import * as z from 'zod';
import { dropUnset } from './drop-unset.ts';
import { hideSecrets } from './hide-secrets.ts';

const runbook = defineRunbook<object>()({
  name: 'test.input',
  summary: 'Takes all kinds of input',
  risk: 'safe',
  input: z.object({
    required: z.string(),
    defaulted: z.number().default(3),
    optional: z.string().optional(),
    nullable: z.string().nullable(),
    nullableDefault: z.string().nullable().default('x'),
    password: secretInput().optional(),
    logins: z.array(z.object({ user: z.string(), key: secretInput() })).default([]),
  }),
  output: z.null(),
  run: () => Promise.resolve(null),
});

test('a null is dropped where the runbook does without, and stays where only null can have been meant', () => {
  const nulls = {
    required: null,
    defaulted: null,
    optional: null,
    nullable: null,
    nullableDefault: null,
    unheard: null,
  };
  expect(dropUnset(runbook, nulls)).toEqual({ nullable: null });
  const given = { required: '', defaulted: 0, optional: '', nullable: 'a', logins: [] };
  expect(dropUnset(runbook, given)).toEqual(given);
});

test('a secret is its value, at any depth, and what is recorded is a reference to it', () => {
  const given = {
    required: 'r',
    nullable: null,
    password: 'file:/etc/shadow',
    logins: [{ user: 'ada', key: 'horse battery' }],
  };
  const hidden = hideSecrets(z.toJSONSchema(runbook.input, { io: 'input' }) as object, given);
  expect(hidden).toEqual({
    ...given,
    password: 'given:password',
    logins: [{ user: 'ada', key: 'given:logins[0].key' }],
  });
  const { password, logins } = parseInput(runbook, hidden).parsed as {
    password: Secret;
    logins: { key: Secret }[];
  };
  expect([password.reveal(), logins[0]?.key.reveal()]).toEqual(['file:/etc/shadow', 'horse battery']);
  expect(scrub('the key is horse battery')).toBe('the key is ***');
});

test('a process that was not given the secret is told who was', () => {
  const input = { required: 'r', nullable: null, password: 'given:elsewhere' };
  expect(() => parseInput(runbook, input)).toThrow(/password: given:elsewhere is known only to the process that asked/);
});
