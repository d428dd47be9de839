/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access, typescript/no-unsafe-call, typescript/no-unsafe-return
   -- answers are looked into as they come */
import { describe, expect, test } from '@jest/globals';
import { quoteIcinga } from '../filter/quote-icinga.ts';
import type { TargetOf } from './contract-target.ts';
import type { Json } from './wire.ts';

const ODD = 'odd "name\\';

/** Objects and filters. */
export function queriesContract(target: TargetOf): void {
  const names = async (type: string, filter: string, vars: Json = {}): Promise<string[]> => {
    const { body } = await target().wire.query(type, { filter, filter_vars: vars, attrs: ['name'] });
    return body.results.map(({ name }: { name: string }) => name).sort();
  };

  describe('a query', () => {
    test('by no filter gives all, by an empty one nothing', async () => {
      const all = await target().wire.query('hosts', { attrs: ['name'] });
      expect(all.status).toBe(200);
      expect(all.body.results).toContainEqual({
        attrs: { name: 'hv1' },
        joins: {},
        meta: {},
        name: 'hv1',
        type: 'Host',
      });
      expect(all.body.results).toHaveLength(3);
      expect(await names('hosts', '')).toEqual([]);
      expect(await names('hosts', 'host.name == "none"')).toEqual([]);
    });

    test.each<[string, Json, string[]]>([
      ['host.name == v', { v: 'hv1' }, ['hv1']],
      ['host.name == v', { v: ODD }, [ODD]],
      ['host.name != v', { v: ODD }, ['hv1', 'hv2']],
      ['host.name in v', { v: ['hv2', 'x'] }, ['hv2']],
      ['match(v, host.name)', { v: 'HV*' }, ['hv1', 'hv2']],
      ['match(v, host.name)', { v: 'hv?' }, ['hv1', 'hv2']],
      ['match(v, host.name)', { v: 'hv\\*' }, []],
      ['match(v, host.name)', { v: 'v1' }, []],
      ['host.vars.team == v', { v: 'cloud' }, ['hv1', 'hv2']],
      ['host.vars["team"] == "other"', {}, [ODD]],
      ['host.vars.nothing == null', {}, ['hv1', 'hv2', ODD]],
      ['host.vars.nothing == 1', {}, []],
      ['host.name == "hv1" || host.name == "hv2" && host.state == 7', {}, ['hv1']],
      ['(host.name == "hv1" || host.name == "hv2") && host.state == 7', {}, []],
      ['!(host.name == "hv1")', {}, ['hv2', ODD]],
      ['host.last_check < 0 && host.name == "hv2"', {}, ['hv2']],
      // Nothing is an empty text, and no number.
      ['host.address == null', {}, [ODD]],
      ['host.vars.nothing == ""', {}, ['hv1', 'hv2', ODD]],
      ['host.vars.nothing == 0', {}, []],
      ['host.vars.nothing < 1', {}, ['hv1', 'hv2', ODD]],
      ['host.vars.nothing', {}, []],
      ['host.groups', {}, []],
      ['host.state == true', {}, ['hv1', 'hv2', ODD]],
      ['host.state == "1"', {}, []],
      ['v == w', { v: [1, 'a'], w: [1, 'a'] }, ['hv1', 'hv2', ODD]],
      ['host.name < "hv2"', {}, ['hv1']],
      ['host.name in null', {}, []],
      ['match(v, host.name)', { v: '*\\' }, [ODD]],
      ['match(v, host.name)', { v: '*\\\\' }, []],
      ['match("a\\\\\\\\b", v)', { v: 'a\\\\b' }, ['hv1', 'hv2', ODD]],
      // Bytes are compared.
      ['match("??", v) && !match("?", v)', { v: 'é' }, ['hv1', 'hv2', ODD]],
      ['match("É", v)', { v: 'é' }, []],
    ])('understands %s with %j', async (filter, vars, expected) => {
      expect(await names('hosts', filter, vars)).toEqual(expected.sort());
    });

    test('of services sees their hosts', async () => {
      expect(await names('services', 'match("DISK*", service.name)')).toEqual(['hv1!disk /']);
      expect(await names('services', 'host.name == "hv2"')).toEqual(['hv2!ssh']);
      const { body } = await target().wire.query('services', {
        filter: 'service.host_name == "hv2"',
        attrs: ['name', 'host_name'],
        joins: ['host.name'],
      });
      expect(body.results).toEqual([
        {
          attrs: { name: 'ssh', host_name: 'hv2' },
          joins: { host: { name: 'hv2' } },
          meta: {},
          name: 'hv2!ssh',
          type: 'Service',
        },
      ]);
    });

    test.each([
      ['host.name ==', /^Error: syntax error, unexpected new-line/],
      ['host.name == zz', /^Error: Error while evaluating expression: Tried to access undefined script variable 'zz'/],
      ['host.name > 1', /Operator > cannot be applied to values of type 'String' and 'Number'/],
      ['host.name in "hv1"', /^Error: Invalid right side argument for 'in' operator: "hv1"/],
      ['host.name.x', /^Error: Invalid field access \(for value of type 'String'\): 'x'/],
      ['host.', /^Error: syntax error, unexpected new-line, expecting T_IDENTIFIER/],
      ['match("a")', /Pattern and text must be specified for match\(\)/],
      ['host.odd == 1', /^Error: Invalid field access \(for value of type 'Host'\): 'odd'/],
    ])('that is none (%s) is "not found", with the reason for who asks', async (filter, reason) => {
      const { status, body } = await target().wire.query('hosts', { filter, verbose: true });
      expect([status, body.status]).toEqual([404, 'No objects found.']);
      expect(body.diagnostic_information).toMatch(reason);
      const plain = await target().wire.query('hosts', { filter });
      expect(plain.body).toEqual({ error: 404, status: 'No objects found.' });
    });

    test('by name finds one, or says that there is none', async () => {
      const { wire } = target();
      const one = await wire.send('GET', '/v1/objects/services/hv1!disk%20%2F?attrs=name');
      expect(one.body.results.map(({ name }: { name: string }) => name)).toEqual(['hv1!disk /']);
      const none = await wire.send('GET', '/v1/objects/hosts/none');
      expect([none.status, none.body]).toEqual([404, { error: 404, status: 'No objects found.' }]);
      const odd = await wire.query('hosts', { attrs: ['odd'] });
      expect([odd.status, odd.body]).toEqual([400, { error: 400, status: 'Invalid field specified: odd' }]);
    });

    test('has the fields that this package reads', async () => {
      const { body } = await target().wire.query('hosts', { filter: 'host.name == v', filter_vars: { v: ODD } });
      expect(body.results[0].attrs).toMatchObject({
        __name: ODD,
        name: ODD,
        address: '',
        display_name: ODD,
        state: 1,
        state_type: 0,
        last_check: -1,
        last_check_result: null,
        last_state_change: 0,
        acknowledgement: 0,
        downtime_depth: 0,
        problem: false,
        handled: false,
        groups: [],
        vars: { team: 'other' },
        type: 'Host',
      });
    });
  });

  test.each([
    'plain',
    'a "quote" and a \\ backslash',
    'tab\tnew\nline\r\b\f',
    '\x01\x1b\x7f',
    'größe 𝄞 \u0085',
    '\\101',
    "'",
  ])('a quoted literal (%j) is the text itself', async (text) => {
    const filter = `host.name == "hv1" && t == ${quoteIcinga(text)}`;
    expect(await names('hosts', filter, { t: text })).toEqual(['hv1']);
    expect(await names('hosts', filter, { t: `${text}x` })).toEqual([]);
  });
}
