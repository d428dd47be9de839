import { Secret, scrub } from '@opsbook/context';
import { expect, it } from '@jest/globals';
import { authorization, loginFaults } from './authorization.ts';

it('is a token, or a name and a password, and is never seen', () => {
  const bearer = authorization({ token: 'a-long-token' });
  expect(bearer.reveal()).toBe('Bearer a-long-token');
  const basic = authorization({ username: 'ada', password: new Secret('lovelace') });
  expect(basic.reveal()).toBe(`Basic ${Buffer.from('ada:lovelace').toString('base64')}`);
  expect(`${String(bearer)} ${String(basic)} ${scrub('a-long-token, lovelace')}`).toBe('*** *** ***, ***');
});

it('has no place for a colon in a name', () => {
  expect(loginFaults({ username: 'a:b', password: 'x' })).toEqual([expect.stringContaining('colon')]);
  expect([{ username: 'ab', password: 'x:y' }, { token: 'a:b' }, undefined].flatMap(loginFaults)).toEqual([]);
});
