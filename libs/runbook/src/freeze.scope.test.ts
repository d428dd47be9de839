import { expect, it } from '@jest/globals';
import { Secret, scrub } from '@opsbook/context';
import { freezeOf } from './freeze.ts';

const freeze = {
  scope: 'hushed-cloud/',
  label: 'hushed',
  by: { user: 'bob', surface: 'test' },
  reason: 'fire',
  at: '',
};

it('stops a run whose targets were written by a process that knew a part of them as a secret', () => {
  const target = 'hushed-cloud/server/a';
  expect(freezeOf([freeze], { targets: [target] })).toBe(freeze);
  const password = new Secret('hushed');
  expect(freezeOf([freeze], { targets: [scrub(target)] })).toBe(freeze);
  expect(freezeOf([{ ...freeze, scope: scrub(freeze.scope) }], { targets: [target] })).toMatchObject({
    scope: '***-cloud/',
  });
  expect(freezeOf([freeze], { targets: [`other-${password.reveal()}`] })).toBeUndefined();
});
