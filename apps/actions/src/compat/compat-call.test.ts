import { describe, expect, it } from '@jest/globals';
import type { Json } from '@opsbook/runbook';
import { commandWords } from './command-words.ts';
import { COMPAT_ACTIONS } from './compat-actions.ts';
import { compatCall } from './compat-call.ts';
import { londonTime } from './london-time.ts';

const call = (name: string, params: Record<string, Json>) => {
  const action = COMPAT_ACTIONS.find((one) => one.name === name);
  if (action === undefined) throw new Error(`there is no action ${name}`);
  return compatCall(action, params);
};

it('refuses a webhook, which would move servers', () => {
  for (const name of ['server.search.by.regex', 'image.search.by.regex', 'project.search.by.regex']) {
    expect(() => call(name, { pattern: 'web', webhook: 'server-migrate' })).toThrow(
      /webhook: .*server_migrate_selected/,
    );
  }
  for (const kind of ['fault', 'maintenance']) {
    const params = { hypervisor_name: 'hv1', webhook: 'server-migrate' };
    expect(() => call(`email.users.with.vms.on.hv.${kind}.notification`, params)).toThrow(
      /webhook: .*hypervisor_maintain/,
    );
  }
});

it('refuses lists that do not go together, and days that are none', () => {
  const mail = (params: Record<string, Json>) => call('email.users.with.decom.flavors', params);
  const flavors = { flavor_name_list: ['a', 'b'] };
  expect(() => mail({ ...flavors, flavor_eol_list: ['2030/01/31'] })).toThrow(/flavor_eol_list: has 1 entries/);
  expect(() => mail({ ...flavors, flavor_eol_list: ['2030/01/31', '30/01/31'] })).toThrow(
    /flavor_eol_list: '30\/01\/31'/,
  );
});

it('refuses to mail everybody where nobody was named', () => {
  expect(() => call('email.users.with.shutoff.vms', { all_projects: false })).toThrow(/limit_by_projects/);
  expect(() => call('email.users.with.shutoff.vms', { use_override: true })).toThrow(/override_email_address/);
});

it('has no property that there is none of any more', () => {
  expect(() =>
    call('image.search.by.expression', { property_to_search_by: 'image_creation_progress', value: 100 }),
  ).toThrow(/property_to_search_by: image_creation_progress: glance/);
  expect(() => call('project.search.by.property', { values: ['x'], sort_by: ['is_domain'] })).toThrow(
    /sort_by: is_domain/,
  );
});

it('leaves names that the metadata does not list to the query', () => {
  const { input } = call('server.search.by.property', {
    values: ['x'],
    properties_to_select: ['addresses', 'vm_name'],
  });
  expect(input['select']).toEqual(['addresses', 'vm_name']);
});

it('asks for an age, and for a value', () => {
  expect(() => call('server.search.by.datetime', {})).toThrow(/days: give an age/);
  expect(() => call('server.search.by.property', { values: [] })).toThrow(/values: give at least one/);
});

it('splits names at commas or at colons', () => {
  expect(call('hv.create.test.server', { hypervisor_names: 'hv1:hv2' }).input['hypervisors']).toEqual(['hv1', 'hv2']);
  expect(call('hv.create.test.server', { hypervisor_names: 'hv1' }).input['hypervisors']).toEqual(['hv1']);
});

it('names the action that makes a downtime alone', () => {
  const params = {
    hypervisor_name: 'hv1',
    comment: 'new disk',
    duration: '2d',
    set_silence: false,
    set_downtime: true,
  };
  expect(() => call('hypervisor.downtime', params)).toThrow(/icinga\.schedule\.downtime/);
  expect(() => call('hypervisor.downtime', { ...params, set_downtime: false })).toThrow(/set_silence: nothing/);
  expect(() => call('hypervisor.downtime', { ...params, set_silence: true, end_time: 'tomorrow' })).toThrow(/end_time/);
});

it('asks for the host of a service, and for how long a flexible downtime is', () => {
  expect(() => call('icinga.remove.downtime', { name: 'ping4', object_type: 'Service' })).toThrow(/HOST!ping4/);
  const times = { start_time: '31/01/30 18:00:00', end_time: '31/01/30 20:00:00' };
  const params = { name: 'hv1', comment: 'new disk', ...times, is_fixed: false };
  expect(() => call('icinga.schedule.downtime', params)).toThrow(/duration/);
});

describe('times in the United Kingdom', () => {
  it.each([
    ['31/01/30 18:00:00', '2030-01-31T18:00:00.000Z'],
    ['01/07/30 18:00:00', '2030-07-01T17:00:00.000Z'],
    // Twice on these clocks: the first time.
    ['27/10/30 01:30:00', '2030-10-27T00:30:00.000Z'],
  ])('%s', (text, time) => expect(londonTime('end_time', text)).toBe(time));

  it.each(['31/02/30 18:00:00', '31/01/30 24:00:00', '31/01/30 18:60:00', '2030-01-31 18:00', '', '00/01/30 18:00:00'])(
    'refuses %j',
    (text) => expect(() => londonTime('end_time', text)).toThrow(/must be a time/),
  );
});

describe('words of a command', () => {
  it.each([
    ['uptime', ['uptime']],
    ['  systemctl   restart ntpd ', ['systemctl', 'restart', 'ntpd']],
    [`echo 'a b' "c \\"d\\"" e\\ f ''`, ['echo', 'a b', 'c "d"', 'e f', '']],
    ['rpm -q --qf=%-name kernel-5.14,x:y@z+1', ['rpm', '-q', '--qf=%-name', 'kernel-5.14,x:y@z+1']],
    ["echo '$HOME | *'", ['echo', '$HOME | *']],
  ])('%s', (command, words) => expect(commandWords(command)).toEqual(words));

  it.each([
    'a | b',
    'a; b',
    'echo $HOME',
    'echo "$HOME"',
    'ls *',
    'a > b',
    'a && b',
    'echo `id`',
    "it's",
    'a\nb',
    'a #b',
  ])('refuses %j', (command) => expect(() => commandWords(command)).toThrow(/no shell reads it/));
});
