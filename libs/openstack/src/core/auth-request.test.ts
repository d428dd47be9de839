import { describe, expect, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import type { CloudAuth } from '../config/cloud-config.ts';
import { authRequest } from './auth-request.ts';

const BASE: CloudAuth = {
  authUrl: 'http://k/v3',
  type: 'password',
  username: 'op',
  password: new Secret('open sesame'),
};

interface Body {
  auth: { identity: Record<string, unknown>; scope?: unknown };
}

const bodyOf = (changes: Partial<CloudAuth>) => (authRequest({ ...BASE, ...changes }) as Body).auth;

describe('the scope', () => {
  test.each<[string, Partial<CloudAuth>, unknown]>([
    ['none', {}, undefined],
    ['a project by its id', { projectId: 'p1', projectName: 'ops' }, { project: { id: 'p1' } }],
    [
      'a project by its name, in a domain',
      { projectName: 'ops', projectDomainName: 'corp' },
      { project: { name: 'ops', domain: { name: 'corp' } } },
    ],
    [
      'a project by its name alone, in the domain that every deployment has',
      { projectName: 'ops' },
      { project: { name: 'ops', domain: { id: 'default' } } },
    ],
    ['a domain', { domainId: 'd1', domainName: 'corp' }, { domain: { id: 'd1' } }],
    ['a domain by its name', { domainName: 'corp' }, { domain: { name: 'corp' } }],
    ['the deployment', { systemScope: true }, { system: { all: true } }],
    ["none beside an application credential's own", { type: 'v3applicationcredential', projectId: 'p1' }, undefined],
  ])('%s', (_, changes, scope) => {
    expect(bodyOf(changes).scope).toEqual(scope);
  });
});

describe('the user', () => {
  test.each<[string, Partial<CloudAuth>, object]>([
    ['by id', { userId: 'u1' }, { id: 'u1' }],
    ['by name and domain id', { userDomainId: 'd1', userDomainName: 'corp' }, { name: 'op', domain: { id: 'd1' } }],
    ['by name and domain name', { userDomainName: 'corp' }, { name: 'op', domain: { name: 'corp' } }],
    ['by name alone', {}, { name: 'op', domain: { id: 'default' } }],
  ])('%s', (_, changes, user) => {
    expect(bodyOf(changes).identity).toEqual({
      methods: ['password'],
      password: { user: { ...user, password: BASE.password } },
    });
  });
});

test('a token in exchange for another', () => {
  const token = new Secret('a-token');

  expect(bodyOf({ type: 'token', token }).identity).toEqual({ methods: ['token'], token: { id: token } });
});

test('secrets stay wrapped', () => {
  expect(JSON.stringify(authRequest(BASE))).not.toContain('sesame');
});
