import { expect, test } from '@jest/globals';
import { runbooks } from '@opsbook/workflows';
import { packOf } from './pack.test-support.ts';

interface Alias {
  name: string;
  action_ref: string;
  formats: string[];
}

const pack = packOf();
const aliases = pack.all<Alias>('aliases');
const formats = aliases.flatMap((alias) => alias.formats.map((format) => ({ ...alias, format })));
const PLACEHOLDER = /\{\{\s*(\w+)\s*\}\}/g;

/** What StackStorm makes of a format without optional parts (st2 `st2common/models/utils/action_alias_utils.py`). */
const patternOf = (format: string): RegExp =>
  new RegExp(
    `^\\s*${format.replace(/(\s*)\{\{\s*(\w+)\s*\}\}/g, `$1["']?(?<$2>(?:(?<=').+?(?=')|(?<=").+?(?=")|{.+?}|.+?))["']?`)}\\s*$`,
    's',
  );

const given = (format: string, value: (parameter: string) => string): string =>
  ` ${format.replaceAll(PLACEHOLDER, (_, parameter: string) => value(parameter))} `;

const matches = (command: string) =>
  formats.flatMap(({ name, format }) => {
    const match = patternOf(format).exec(command);
    return match === null ? [] : [{ name, groups: { ...match.groups } }];
  });

test.each([
  ['one word each', (parameter: string) => `my-${parameter}`],
  ['several words', (parameter: string) => `a ${parameter}, or two`],
  ['in quotes', (parameter: string) => `"the ${parameter} in it"`],
])('a command is for one alias, and gives it what was written: %s', (_, value) => {
  for (const { name, format } of formats) {
    const parameters = [...format.matchAll(PLACEHOLDER)].map((match) => String(match[1]));
    const groups = Object.fromEntries(parameters.map((one) => [one, value(one).replaceAll('"', '')]));
    expect(matches(given(format, value))).toEqual([{ name, groups }]);
  }
});

test('a format has every parameter that its action requires, and no other', () => {
  for (const { action_ref: ref, format } of formats) {
    const { parameters } = pack.action(ref.replace('opsbook.', ''));
    const required = Object.keys(parameters).filter((name) => parameters[name]?.['required'] === true);
    expect([...format.matchAll(PLACEHOLDER)].map((match) => match[1]).sort()).toEqual(required.sort());
  }
});

test('a runbook is asked for as one would say it; one that needs objects is not', () => {
  const said = Object.fromEntries(formats.map(({ name, format }) => [name, format]));
  expect(said).toMatchObject({
    hypervisor_drain: 'hypervisor drain {{ hypervisor }} in {{ cloud }} because {{ reason }}',
    hypervisor_find_empty: 'hypervisor find-empty in {{ cloud }}',
    audit_check_connections: 'audit check-connections',
    audit_compare_images: 'audit compare-images {{ otherCloud }} in {{ cloud }}',
    project_add_user: 'project add-user {{ project }} in {{ cloud }} role {{ role }} users {{ users }}',
  });
  const silent = runbooks.map(({ name }) => name.replace(/[.-]/g, '_')).filter((name) => said[name] === undefined);
  expect(silent).toEqual(expect.arrayContaining(['host_run_command', 'ticket_create_requests']));
});
