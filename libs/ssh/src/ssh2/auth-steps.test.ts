import { expect, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import type { AnyAuthMethod } from 'ssh2';
import { AuthSteps } from './auth-steps.ts';

const steps = () =>
  new AuthSteps('ops', { keys: [], agent: undefined, password: new Secret('the-password'), skipped: [] });
const hidden = { prompt: 'Password: ', echo: false };

/** What is answered to each round of questions. */
function answersOf(method: AnyAuthMethod | false, rounds: { prompt: string; echo: boolean }[][]): string[][] {
  if (method === false || method.type !== 'keyboard-interactive') throw new Error('another method');
  return rounds.map((prompts) => {
    let answers: string[] = [];
    method.prompt('', '', '', prompts, (given) => (answers = given));
    return answers;
  });
}

test('the password is the answer to one hidden question, the first one', () => {
  const rounds = [[hidden], [{ prompt: 'New password: ', echo: false }], []];
  expect(answersOf(steps().next(['keyboard-interactive']), rounds)).toEqual([['the-password'], [''], []]);
});

test.each([
  ['a question that is shown', [{ prompt: 'User: ', echo: true }]],
  ['several questions', [hidden, { prompt: 'One-time code: ', echo: false }]],
])('%s is not answered with the password', (_what, prompts) => {
  expect(
    answersOf(steps().next(['keyboard-interactive']), [prompts, [hidden]])
      .flat()
      .join(''),
  ).toBe('');
});

test('a password that was refused is not given once more', () => {
  const some = steps();
  expect(some.next(['password', 'keyboard-interactive'])).toMatchObject({ type: 'password' });
  expect(some.next(['password', 'keyboard-interactive'])).toBe(false);
  expect(some.tried).toEqual(['password']);
});
