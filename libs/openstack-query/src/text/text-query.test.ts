import { describe, expect, it } from '@jest/globals';
import { fuzzRuns } from '@opsbook/context/testing';
import * as fc from 'fast-check';
import { QueryError } from '../errors.ts';
import { readQuery } from './read-query.ts';
import { textQuery } from './text-query.ts';

const columns = (select: string, resource = 'servers') => textQuery({ resource, select }, 0).explain().columns;

describe('a typed query', () => {
  it('knows names whatever their case, aliases, and the names of older tools', () => {
    expect(columns('Name, updated_at,created,hypervisor_name,vm-state')).toEqual([
      'name',
      'updatedAt',
      'createdAt',
      'hypervisorHostname',
      'vmState',
    ]);
    expect(columns('server_name,server_status,server_last_updated_date,user_id,server_id')).toEqual([
      'name',
      'status',
      'updatedAt',
      'userId',
      'id',
    ]);
    expect(columns('user_email,user_id,username', 'Users')).toEqual(['email', 'id', 'name']);
    expect(columns('flavor_ram,ram,disk_size', 'flavor')).toEqual(['ramMiB', 'diskGiB']);
    expect(columns("FLAVOR.RAM,metadata.'Mixed Case.x',name,name")).toEqual([
      'flavor.ramMiB',
      'metadata.Mixed Case.x',
      'name',
    ]);
    expect(columns('address,*', 'floating_ips').slice(0, 3)).toEqual(['address', 'id', 'status']);
  });

  it('shows the columns of joins unless columns are selected', () => {
    const shown = textQuery({ resource: 'servers', with: 'user, project' }, 0).explain().columns;
    expect(shown).toEqual([
      'id',
      'name',
      'status',
      'host',
      'flavorName',
      'projectId',
      'userId',
      'createdAt',
      'updatedAt',
      'user.name',
      'user.email',
      'project.name',
    ]);
    expect(textQuery({ resource: 'servers', with: 'user', select: 'name' }, 0).explain().columns).toEqual(['name']);
  });

  it('reads sort keys, limits and groups', () => {
    expect(readQuery({ resource: 'servers', sort: '-updated, name', limit: '10' }).spec).toMatchObject({
      sort: [
        { property: 'updated', descending: true },
        { property: 'name', descending: false },
      ],
      limit: 10,
    });
    expect(readQuery({ resource: 'servers', group: ['extraSpecs.hw:cpu'] }).spec.group).toEqual({
      by: 'extraSpecs.hw:cpu',
    });
    expect(
      readQuery({ resource: 'servers', group: ['is down: status=ERROR', 'up: locked=false'], rest: 'other' }).spec
        .group,
    ).toMatchObject({
      named: [{ name: 'is down', condition: { property: 'status' } }, { name: 'up' }],
      rest: 'other',
    });
  });

  it('tells everything that is wrong at once, with the place', () => {
    const wrong = () =>
      textQuery(
        {
          resource: 'servers',
          where: ['status=', 'name=a and statsu=b', "name ~ 'a[b'", 'updated<soon'],
          with: 'user,,x',
          select: 'name,vcpu',
          sort: 'name desc',
          group: ['down: status=ERROR', 'oops'],
          limit: '-1',
        },
        0,
      );
    let error: unknown;
    try {
      wrong();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(QueryError);
    expect((error as QueryError).faults.map(({ code, part, at }) => [code, part, at])).toEqual([
      ['QUERY_SYNTAX', 'where[0]', 7],
      ['QUERY_SYNTAX', 'with', 5],
      ['QUERY_SYNTAX', 'sort', 5],
      ['QUERY_BAD_OPTION', 'limit', undefined],
      ['QUERY_SYNTAX', 'group[1]', 0],
      ['QUERY_UNKNOWN_PROPERTY', 'where[1]', 11],
      ['QUERY_BAD_PATTERN', 'where[2]', 9],
      ['QUERY_BAD_VALUE', 'where[3]', 8],
      ['QUERY_UNKNOWN_PROPERTY', 'select[1]', undefined],
    ]);
    expect((error as QueryError).message).toContain('where[0], character 8: expected a value, and the text ends');
  });

  it.each([
    [{ group: ['a', 'b'] }, 'one property makes the groups'],
    [{ group: ['name,status'] }, 'one property makes the groups'],
    [{ group: ['name'], rest: 'x' }, "'rest' is for groups with a condition"],
    [{ rest: 'x' }, "'rest' is for groups with a condition"],
    [{ group: ['a: status=ERROR', 'a: status=ACTIVE'] }, "two groups 'a'"],
    [{ select: '' }, 'expected a name'],
    [{ limit: '1e3' }, 'is no whole number'],
  ])('refuses %j', (text, message) => {
    expect(() => textQuery({ resource: 'servers', ...text }, 0)).toThrow(message);
  });

  it('plans or refuses anything that is typed', () => {
    const words = fc.constantFrom(
      'name',
      'user',
      '.',
      ',',
      '-',
      '*',
      ' ',
      ':',
      'status',
      '=',
      'x',
      "'",
      '(',
      ')',
      'not ',
      ' in ',
      '~',
      'servers',
      'updated',
      '<',
      '60d',
    );
    const typed = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 8 }).map((all) => all.join('')),
    );
    const text = fc.record(
      {
        where: fc.array(typed, { maxLength: 2 }),
        with: typed,
        select: typed,
        sort: typed,
        group: fc.array(typed, { maxLength: 2 }),
        rest: typed,
        limit: typed,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom('servers', 'users', 'aggregates'), typed), text, (resource, rest) => {
        try {
          expect(textQuery({ resource, ...rest }, 0).explain().columns.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      }),
      { numRuns: fuzzRuns(500) },
    );
  });
});
