import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Secret } from '@opsbook/context';
import type { StackStormClient } from './client.ts';
import { errorOf } from './contract/error-of.ts';
import { simulatedStackStorm } from './simulated-stackstorm.test-support.ts';

let given: Awaited<ReturnType<typeof simulatedStackStorm>>;
let client: StackStormClient;
beforeEach(async () => {
  given = await simulatedStackStorm();
  client = given.client();
});
afterEach(() => given.stop());

describe('keys', () => {
  test('are kept secret where a secret is given', async () => {
    const stored = await client.keys.set('db', { value: new Secret('hunter2-hunter2') });
    expect(stored).toMatchObject({ secret: true, encrypted: true });
    expect(String(stored.value)).not.toContain('hunter2');
    const open = await client.keys.get('db', { decrypt: true });
    expect(JSON.stringify(open)).toContain('"value":"***"');
    expect((open.value as Secret).reveal()).toBe('hunter2-hunter2');
    // As it is stored it can be stored elsewhere.
    await client.keys.set('copy', { value: stored.value, encrypted: true });
    expect(((await client.keys.get('copy', { decrypt: true })).value as Secret).reveal()).toBe('hunter2-hunter2');
    const bad = await errorOf(client.keys.set('copy', { value: 'not encrypted', encrypted: true }));
    expect(bad.serviceMessage).toContain('Failed to verify the integrity of the provided value for key "copy"');
  });

  test('are not kept secret where StackStorm has nothing to encrypt with', async () => {
    await given.stop();
    given = await simulatedStackStorm({ encryption: false });
    const error = await errorOf(given.client().keys.set('db', { value: new Secret('hunter2-hunter2') }));
    expect([error.code, error.serviceMessage]).toEqual([
      'STACKSTORM_BAD_REQUEST',
      expect.stringContaining('Crypto key not found in'),
    ]);
  });

  test('are gone after their time', async () => {
    await client.keys.set('short', { value: 'x', ttl: 60 });
    await given.wait(59);
    expect(await client.keys.find('short')).toBeDefined();
    await given.wait(2);
    expect(await client.keys.find('short')).toBeUndefined();
    await client.keys.set('short', { value: 'x', ttl: 60 });
    expect((await client.keys.set('short', { value: 'y' })).expiresAt).toBeNull();
  });

  test('may have any name without a slash', async () => {
    const name = 'a.b c?d#é%2F{{';
    await client.keys.set(name, { value: 'odd' });
    expect(await client.keys.get(name)).toMatchObject({ name, value: 'odd' });
    expect((await client.keys.list({ prefix: 'a.b c' })).map((key) => key.name)).toEqual([name]);
    await client.keys.delete(name);
    expect(await client.keys.list()).toEqual([]);
    for (const request of [client.keys.get('a/b'), client.keys.set('a/b', { value: 'x' }), client.keys.delete('a/b')])
      expect((await errorOf(request)).faults).toEqual(['name: has a slash, which StackStorm does not find']);
  });

  test('of others are for administrators', async () => {
    await client.keys.set('own', { value: 'hers', user: 'ann' });
    expect(await client.keys.get('own', { user: 'ann' })).toMatchObject({ value: 'hers', user: 'ann', scope: 'user' });
    expect(await client.keys.find('own', { scope: 'user' })).toBeUndefined();
    await given.stop();
    given = await simulatedStackStorm({ users: [{ name: 'op', password: 'operator-1', admin: false }] });
    const other = given.client({ auth: { username: 'op', password: 'operator-1' } });
    expect((await errorOf(other.keys.get('own', { user: 'ann' }))).code).toBe('STACKSTORM_FORBIDDEN');
    expect((await errorOf(other.keys.list({ decrypt: true }))).code).toBe('STACKSTORM_FORBIDDEN');
  });

  test('of no name and no life are refused at once', async () => {
    const error = await errorOf(client.keys.set('', { value: 'x', ttl: 0 }));
    expect(error.faults).toEqual(['name: empty', 'ttl: no number of seconds']);
    expect(given.sim.requests).toEqual([]);
  });
});

describe('packs', () => {
  beforeEach(() => {
    given.sim.addPack('opsbook', { version: '1.2.3', description: 'runbooks' });
    given.sim.addAction({ ref: 'opsbook.server_migrate' });
    given.sim.addAction({ ref: 'packs.install', parameters: { packs: { type: 'array' } } });
  });

  test('are listed and registered', async () => {
    expect(await client.packs.list()).toMatchObject([{ ref: 'opsbook', version: '1.2.3', description: 'runbooks' }]);
    expect(await client.packs.get('opsbook')).toMatchObject({ ref: 'opsbook' });
    expect((await errorOf(client.packs.get('nothing'))).code).toBe('STACKSTORM_NOT_FOUND');
    expect(await client.packs.register({ packs: ['opsbook'], types: ['action'] })).toEqual({ actions: 1 });
    expect(await client.packs.register()).toMatchObject({ actions: 1, rules: 0 });
    const error = await errorOf(client.packs.register({ packs: ['absent'] }));
    expect([error.code, error.serviceMessage]).toEqual([
      'STACKSTORM_BAD_REQUEST',
      expect.stringContaining('Pack "absent" not found on disk'),
    ]);
  });

  test('are installed by an execution', async () => {
    const id = await client.packs.install(['file:///srv/opsbook']);
    expect(await client.executions.wait(id)).toMatchObject({ status: 'succeeded', action: 'packs.install' });
    expect((await errorOf(client.packs.install([]))).faults).toEqual(['packs: empty']);
  });
});

describe('an alias', () => {
  beforeEach(() => {
    given.sim.addAlias('opsbook.drain', {
      action: 'opsbook.hypervisor_drain',
      formats: ['drain {{hypervisor}}', { display: 'empty <host>', representation: ['empty {{hypervisor}}( now)?'] }],
    });
    given.sim.addAlias('opsbook.show', { action: 'opsbook.show', formats: ['show {{what=all}}'] });
    given.sim.addAlias('opsbook.off', { action: 'opsbook.off', formats: ['drain {{all}}'], enabled: false });
  });

  test.each([
    ['drain hv1', 'opsbook.drain', 'drain {{hypervisor}}'],
    ['empty hv1 now', 'opsbook.drain', 'empty {{hypervisor}}( now)?'],
    ['show', 'opsbook.show', 'show {{what=all}}'],
    ['show "two words"', 'opsbook.show', 'show {{what=all}}'],
  ])('%s', async (command, alias, representation) => {
    expect(await client.aliases.match(command)).toMatchObject({ alias, representation });
  });

  test('is matched by one command only', async () => {
    expect((await errorOf(client.aliases.match('dance'))).serviceMessage).toBe("Command 'dance' matched no patterns");
    given.sim.addAlias('opsbook.too', { action: 'opsbook.too', formats: ['drain {{x}}'] });
    expect((await errorOf(client.aliases.match('drain hv1'))).serviceMessage).toContain('matched more than 1 pattern');
  });
});

test('a rule that is wrong in several places is refused at once, before anything is sent', async () => {
  const error = await errorOf(
    client.rules.create({
      name: '',
      trigger: { type: 'x' },
      criteria: { 'trigger.a': { type: '', pattern: null } },
      action: { ref: 'y' },
    }),
  );
  expect(error.faults).toEqual([
    'name: empty',
    "trigger.type: 'x' is no pack.name",
    "action.ref: 'y' is no pack.name",
    "criteria['trigger.a'].type: empty",
    "criteria['trigger.a'].pattern: missing",
  ]);
  expect(given.sim.requests).toEqual([]);
});

test('rules are listed all at once, since their list knows no offset', async () => {
  const small = given.client({ pageSize: 2 });
  const trigger = { type: 'core.st2.generic.actiontrigger' };
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    await small.rules.create({ pack: name < 'd' ? 'one' : 'two', name, trigger, action: { ref: 'core.local' } });
  expect((await small.rules.list()).map(({ ref }) => ref)).toEqual(['one.a', 'one.b', 'one.c', 'two.d', 'two.e']);
  expect(await small.rules.list({ pack: 'two', enabled: true })).toEqual([]);
  expect(await small.rules.list({ pack: 'two', enabled: false })).toHaveLength(2);
});

test('trigger types are listed by pack, and the own ones of StackStorm stay', async () => {
  await client.triggerTypes.create({ pack: 'opsbook', name: 'event', description: 'An event' });
  expect(await client.triggerTypes.list({ pack: 'opsbook' })).toMatchObject([
    { ref: 'opsbook.event', description: 'An event' },
  ]);
  expect((await errorOf(client.triggerTypes.create({ pack: 'opsbook', name: 'event' }))).code).toBe(
    'STACKSTORM_CONFLICT',
  );
  expect((await errorOf(client.triggerTypes.delete('core.st2.webhook'))).code).toBe('STACKSTORM_BAD_REQUEST');
  await client.triggerTypes.delete('opsbook.event');
  expect((await errorOf(client.triggerTypes.get('opsbook.event'))).code).toBe('STACKSTORM_NOT_FOUND');
});
