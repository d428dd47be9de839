import { afterEach, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenStackSimulator, startOpenStack } from '@opsbook/openstack/testing';
import { FORMATS, propertiesText } from '@opsbook/openstack-query';
import { main } from '../main.ts';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const started: OpenStackSimulator[] = [];
afterEach(async () => {
  for (const sim of started.splice(0)) await sim.stop();
});

const CONFIG = `defaults:
  cloud: prod
clouds:
  prod: { cloud: sim, cloudsFile: clouds.yaml }
  spare: { cloud: sim-member, cloudsFile: clouds.yaml }
`;

async function site(config = CONFIG) {
  const sim = await startOpenStack({ hypervisors: 2, servers: 2, stoppedServers: 1 });
  started.push(sim);
  const folder = temporaryFolder();
  writeFileSync(join(folder.path, 'clouds.yaml'), sim.cloudsYaml());
  writeFileSync(join(folder.path, 'opsbook.yaml'), config);
  const opsbook = async (...words: string[]) => {
    const said = { out: '', err: '' };
    const code = await main(words, fakeTerminal(said, { cwd: folder.path, env: { HOME: folder.path } }));
    return { code, ...said };
  };
  return { sim, folder, opsbook };
}

test('prints a table of what it finds, and only reads', async () => {
  const { sim, opsbook } = await site();
  sim.state.users.find(({ name }) => name === 'demo')!.email = 'demo@example.org';
  const found = await opsbook(
    'query',
    'servers',
    '-w',
    'updated>1h',
    '-w',
    'not status=SHUTOFF',
    '-s',
    'name,user.email',
    '--sort',
    '-name',
  );
  expect(found).toEqual({
    code: 0,
    err: '',
    out: [
      'name       user.email',
      '---------  ----------------',
      'server-02  demo@example.org',
      'server-01  demo@example.org',
      '',
    ].join('\n'),
  });
  expect(sim.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/auth/tokens'))).toEqual([]);
});

test('finding nothing ends with 0 in every format', async () => {
  const { opsbook } = await site();
  const found = await Promise.all(
    Object.keys(FORMATS).map(async (format) =>
      opsbook('query', 'servers', '--where', 'name=x', '--select', 'name', '-o', format),
    ),
  );
  expect(found.map(({ code, err }) => `${code}${err}`)).toEqual(found.map(() => '0'));
  expect(found.map(({ out }) => out)).toEqual([
    'No servers found.\n',
    '[]\n',
    '',
    'name\n',
    '[]\n',
    '<p>No servers found.</p>\n',
  ]);
});

test('--json is one document, groups too', async () => {
  const { opsbook } = await site();
  const { code, out } = await opsbook(
    'query',
    'servers',
    '--json',
    '--select',
    'name',
    '--group',
    'down: status=SHUTOFF',
    '--group',
    'big: vcpus>8',
    '--rest',
    'other',
  );
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual([
    { group: 'down', rows: [{ name: 'stopped-1' }] },
    { group: 'big', rows: [] },
    { group: 'other', rows: [{ name: 'server-01' }, { name: 'server-02' }] },
  ]);
});

test('every fault is told at once, at its place, before the cloud or the configuration is touched', async () => {
  const { sim, opsbook } = await site('ledger: [');
  const words = [
    'query',
    'servers',
    '--where',
    "statsu=x and name ~ 'a[b'",
    '--where',
    'status=',
    '--sort',
    'nme',
    '--own-project',
  ];
  const { code, out, err } = await opsbook(...words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(`opsbook: there are 4 faults in the query:
  --where status=
                 ^ expected a value, and the text ends
  --where statsu=x and name ~ 'a[b'
          ^ servers have no property 'statsu'; did you mean 'status'?
  --where statsu=x and name ~ 'a[b'
                                ^ 'a[b' cannot be matched: missing closing ]: [b
  --sort nme
    servers have no property 'nme'; did you mean 'name'?
`);
  const json = await opsbook(...words, '--json');
  expect(json.code).toBe(2);
  expect(JSON.parse(json.out)).toMatchObject({
    error: { code: 'QUERY_SYNTAX', kind: 'invalid-input', faults: [{ part: 'where[1]', at: 7 }, {}, {}, {}] },
  });
  expect((await opsbook('query', 'users', '--own-project')).err).toContain(
    '  --own-project\n    users cannot be limited',
  );
  expect((await opsbook('query', 'sevrers')).err).toContain(
    "  query sevrers\n    there are no 'sevrers' to query; did you mean 'servers'",
  );
  expect(sim.requests).toEqual([]);
});

test('--explain and --properties need no cloud', async () => {
  const { sim, opsbook } = await site('ledger: [');
  const explained = await opsbook('query', 'servers', '--where', 'host=hv1', '--explain');
  expect(explained.out).toContain('nova GET /servers/detail: the rows\n  the service filters  host=hv1\n');
  expect(JSON.parse((await opsbook('query', 'servers', '--explain', '--json')).out)).toMatchObject({
    rows: 'streamed',
  });
  expect(await opsbook('query', 'flavor', '--properties')).toEqual({
    code: 0,
    err: '',
    out: propertiesText('flavors'),
  });
  expect(sim.requests).toEqual([]);
});

test('the cloud is named, or the default, or the only one', async () => {
  const own = ['query', 'servers', '--own-project', '--select', 'name', '-o', 'ndjson'];
  const { opsbook } = await site();
  expect((await opsbook(...own)).out).toBe('');
  expect((await opsbook(...own, '--cloud', 'spare')).out.split('\n')).toHaveLength(4);
  expect(await opsbook(...own, '--cloud', 'nowhere')).toMatchObject({
    code: 2,
    err: expect.stringContaining('nowhere'),
  });
  const two = await site(CONFIG.replace(/^defaults.*\n.*\n/, ''));
  expect(await two.opsbook(...own)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/which cloud\? Name one with --cloud: .*prod/),
  });
});

test.each([
  [['-o', 'xml'], "'xml' is no format: use table, json, ndjson, csv, yaml, html"],
  [['-o', 'csv', '--json'], 'contradict each other'],
])('%j is refused', async (words, message) => {
  const { opsbook } = await site();
  expect(await opsbook('query', 'servers', ...words)).toMatchObject({ code: 2, err: expect.stringContaining(message) });
});

test('what the cloud refuses ends with 1', async () => {
  const { opsbook } = await site();
  const { code, err } = await opsbook('query', 'servers', '--cloud', 'spare');
  expect(code).toBe(1);
  expect(err).toMatch(/^opsbook: list servers: .*\nTo list the servers of your own project: --own-project\n$/);
  const joined = await opsbook('query', 'servers', '--cloud', 'spare', '--own-project', '--with', 'user');
  expect(joined.err).toMatch(/^opsbook: list users: .*\nWhat --with user joins is listed too: leave out/);
  const users = await opsbook('query', 'users', '--cloud', 'spare', '--json');
  expect(users.err).not.toContain('--own-project');
  expect(JSON.parse(users.out)).toMatchObject({ error: { code: 'OPENSTACK_FORBIDDEN' } });
});

test('no more is asked for when the reader has left', async () => {
  const { folder } = await site();
  const said = { out: '', err: '' };
  const terminal = fakeTerminal(said, { cwd: folder.path, env: { HOME: folder.path }, readerLeaves: true });
  expect(await main(['query', 'servers', '--select', 'name', '-o', 'csv'], terminal)).toBe(0);
  expect(said).toEqual({ out: 'name\n', err: '' });
});

test('the help names every kind and format', async () => {
  const { opsbook } = await site();
  const { code, out } = await opsbook('query', '--help');
  expect(code).toBe(0);
  const { RESOURCE_NAMES } = await import('@opsbook/openstack-query');
  const [kinds = ''] = /Kinds: ([^.]*)\./s.exec(out)?.slice(1) ?? [];
  expect(kinds.split(/,\s+/)).toEqual(RESOURCE_NAMES);
  expect(out).toMatch(
    new RegExp(
      Object.keys(FORMATS).join(', ').replace('yaml, html', 'yaml[\\s]+or[\\s]+html').replaceAll(', ', ',\\s+'),
    ),
  );
});
