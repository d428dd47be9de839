import { describe, expect, it } from '@jest/globals';
import { COMPAT_ALIASES } from './compat-aliases.ts';

/** What StackStorm makes of a format (st2 `st2common/models/utils/action_alias_utils.py`). */
function patternOf(format: string): RegExp {
  const group = (space: string, name: string) =>
    `${space}["']?(?<${name}>(?:(?<=').+?(?=')|(?<=").+?(?=")|{.+?}|.+?))["']?`;
  const optional = format.replace(
    /(\s*)\{\{\s*(\w+)\s*=[^}]*\}\}/g,
    (_, space: string, name: string) => `(?:${group(space, name)})?`,
  );
  const all = optional.replace(/(\s*)\{\{\s*(\w+)\s*\}\}/g, (_, space: string, name: string) => group(space, name));
  return new RegExp(`^\\s*${all}\\s*$`, 's');
}

describe('chat commands', () => {
  const formats = COMPAT_ALIASES.flatMap(({ name, formats: all }) =>
    all.flatMap(({ representation }) => representation).map((format) => ({ name, format })),
  );

  it.each([
    ['server list', 'server_list', {}],
    ['vm list properties id,name', 'server_list', { select: 'id,name' }],
    [
      'VM list criteria status is not null sort_by name on prod',
      'server_list',
      { where: 'status is not null', sort: 'name', cloud: 'prod' },
    ],
    [
      'server list properties server_id criteria "name~^web" on dev',
      'server_list',
      { select: 'server_id', where: 'name~^web', cloud: 'dev' },
    ],
    ['host list sort_by hostname', 'hypervisor_list', { sort: 'hostname' }],
    ['hypervisor list', 'hypervisor_list', {}],
    ['project list on prod', 'project_list', { cloud: 'prod' }],
    ['user list criteria email is null', 'user_list', { where: 'email is null' }],
    ['float ip list', 'float_ip_list', {}],
    ['ip list criteria portId is null on prod', 'float_ip_list', { where: 'portId is null', cloud: 'prod' }],
  ])('%s', (command, name, groups) => {
    const matched = formats.flatMap(({ name: one, format }) => {
      const match = patternOf(format).exec(` ${command} `);
      const all: Record<string, string | undefined> = { ...match?.groups };
      const given = Object.entries(all).filter(([, value]) => value !== undefined);
      return match === null ? [] : [{ name: one, groups: Object.fromEntries(given) }];
    });
    expect(matched).toEqual([{ name, groups }]);
  });
});
