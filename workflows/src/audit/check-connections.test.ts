import { afterEach, expect, it } from '@jest/globals';
import { testSite } from '../site.test-support.ts';
import { checkConnections } from './check-connections.ts';

interface Connection {
  service: string;
  name: string;
  ok: boolean;
  says: string;
}

interface Site {
  stop: () => Promise<void>;
}
const sites: Site[] = [];
afterEach(async () => {
  for (const site of sites.splice(0)) await site.stop();
});

const started = <T extends Site>(site: T): T => {
  sites.push(site);
  return site;
};

const EVERYTHING = { alertmanager: true, prometheus: true, icinga: true, jira: true, email: true } as const;
const said = (output: unknown) =>
  Object.fromEntries((output as { connections: Connection[] }).connections.map(({ service, says }) => [service, says]));

it('says who we are on each service', async () => {
  const site = started(await testSite(EVERYTHING));
  const run = await site.run(checkConnections, { clouds: ['test'] });
  expect(run).toMatchObject({ status: 'done', changed: false, output: { ok: true, findings: [] } });
  expect(said(run.output)).toEqual({
    openstack: expect.stringMatching(/^admin \(Default\) in admin: .*admin/),
    compute: expect.stringContaining('zones'),
    image: expect.any(String),
    network: '1 external networks',
    'block-storage': '2 volume types',
    placement: expect.stringContaining('resource classes'),
    alertmanager: expect.stringMatching(/^Alertmanager \d/),
    prometheus: 'answers queries',
    icinga: 'answers as our API user',
    jira: expect.any(String),
    email: 'takes mails from us',
  });
  expect(site.changes()).toEqual([]);
});

it('goes on after each that fails, and says what is wrong with it', async () => {
  const site = started(await testSite(EVERYTHING));
  const { sim, alertmanager, jira } = site;
  const message = 'Not for you.';
  sim.fault.next('GET /network/v2.0/networks', {
    status: 403,
    headers: { 'x-openstack-request-id': 'req-1' },
    body: { NeutronError: { type: 'Forbidden', message, detail: '' } },
  });
  await alertmanager.stop();
  await jira.stop();
  const run = await site.run(checkConnections, { clouds: ['test', 'nowhere'] });
  expect(run).toMatchObject({ status: 'done', output: { ok: false } });
  const { connections, findings } = run.output as unknown as { connections: Connection[]; findings: { key: string }[] };
  const broken = connections.filter(({ ok, name }) => !ok && name !== 'nowhere');
  expect(broken).toMatchObject([
    {
      service: 'network',
      name: 'test',
      says: expect.stringContaining(message),
      code: 'OPENSTACK_FORBIDDEN',
      requestId: 'req-1',
    },
    { service: 'alertmanager', name: 'default', code: expect.stringMatching(/^ALERTMANAGER_/) },
    { service: 'jira', name: 'default', code: expect.stringMatching(/^JIRA_/) },
  ]);
  const unknown = connections.filter(({ name }) => name === 'nowhere');
  expect(unknown.map(({ ok }) => ok)).toEqual(Array(6).fill(false));
  expect(findings.map(({ key }) => key)).toContain('connection:network:test');
  expect(findings).toHaveLength(9);
});

it('looks at the clouds of the configuration where none is named, and at nothing where nothing is configured', async () => {
  const site = started(await testSite({}));
  const run = await site.run(checkConnections, {});
  const { connections } = run.output as unknown as { connections: Connection[] };
  expect(connections.map(({ name }) => name)).toEqual(connections.map(() => expect.any(String)));
  expect(run).toMatchObject({ status: 'done', output: { ok: true } });
});

it('says so of a user who may not log in', async () => {
  const site = started(await testSite({}));
  site.sim.state.users.find(({ name }) => name === 'admin')!.enabled = false;
  const run = await site.run(checkConnections, { clouds: ['test'] });
  expect(run.output).toMatchObject({ ok: false, connections: [{ code: 'OPENSTACK_AUTH_FAILED' }, {}, {}, {}, {}, {}] });
});
