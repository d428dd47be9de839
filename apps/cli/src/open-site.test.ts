import { afterEach, expect, test } from '@jest/globals';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OpenStackSimulator, startOpenStack } from '@opsbook/openstack/testing';
import { main } from './main.ts';
import { openSite } from './open-site.ts';
import { fakeTerminal } from './testing/fake-terminal.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

const started: OpenStackSimulator[] = [];
afterEach(async () => {
  for (const openstack of started.splice(0)) await openstack.stop();
});

const CONFIG = `ledger: ledger.db
defaults:
  cloud: prod
clouds:
  prod:
    cloud: sim
    cloudsFile: clouds.yaml
`;

test('with a real ledger and a simulated cloud: planned, run, run again, shown; no secret is left anywhere', async () => {
  const { folder, sim } = await site();
  let everything = '';
  const opsbook = async (line: string) => {
    const said = { out: '', err: '' };
    const terminal = fakeTerminal(said, { cwd: folder.path, env: { HOME: folder.path } });
    const code = await main(line.split(' '), terminal);
    everything += said.out + said.err;
    return { code, ...said };
  };
  const disable = 'compute-service.disable --hypervisor hv1 --reason maintenance --json';

  const planned = await opsbook(`plan ${disable}`);
  expect(JSON.parse(planned.out)).toMatchObject({ changes: 1 });
  expect(sim.changes()).toEqual([]);

  const first = await opsbook(`run ${disable} --yes`);
  expect(first).toMatchObject({ code: 0, err: expect.stringContaining('compute service disabled: changed') });
  const { id, version } = JSON.parse(first.out) as { id: string; version: string };
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(sim.changes()).toHaveLength(1);

  const second = await opsbook(`run ${disable} --yes`);
  expect(JSON.parse(second.out)).toMatchObject({ status: 'done', changed: false });
  expect(sim.changes()).toHaveLength(1);

  expect((await opsbook(`show ${id}`)).out).toMatch(/^Targets +\S+hypervisor\/hv1$/m);
  const ledger = readdirSync(folder.path).filter((file) => file.startsWith('ledger.db'));
  const kept = ledger.map((file) => readFileSync(join(folder.path, file), 'latin1')).join('');
  const secrets = ['simulated-admin', ...sim.openstack.state.tokens.map(({ value }) => value)];
  expect(secrets.length).toBeGreaterThan(1);
  const texts = { ledger: kept, output: everything };
  expect(Object.entries(texts).filter(([, text]) => !text.includes(id))).toEqual([]);
  for (const secret of secrets) {
    expect(Object.keys(texts).filter((name) => texts[name as keyof typeof texts].includes(secret))).toEqual([]);
  }
});

test('a cloud is frozen under the name of its targets, by whatever name it is called; a backup is a ledger', async () => {
  const { folder, sim, opsbook } = await site(`${CONFIG}  too:\n    cloud: sim\n    cloudsFile: clouds.yaml\n`);
  const disable = 'run compute-service.disable --hypervisor hv1 --reason maintenance --yes --json';
  const frozen = await opsbook('freeze --cloud too --reason maintenance --json');
  const { scope } = JSON.parse(frozen.out) as { scope: string };
  expect(scope).toMatch(/^127\.0\.0\.1:\d+\S*\/RegionOne\/$/);
  const refused = await opsbook(disable);
  expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('Lift it: opsbook unfreeze --cloud too') });
  expect(sim.openstack.requests).toEqual([]);
  expect((await opsbook('unfreeze --cloud prod --reason done')).code).toBe(0);
  const { id, targets } = JSON.parse((await opsbook(disable)).out) as { id: string; targets: string[] };
  expect(targets.every((target) => target.startsWith(scope))).toBe(true);

  expect((await opsbook('ledger backup copy.db')).out).toBe(`${join(folder.path, 'copy.db')}\n`);
  expect(JSON.parse((await opsbook('runs --ledger copy.db --json')).out)).toMatchObject([{ id, status: 'done' }]);
  expect(await opsbook('ledger backup copy.db')).toMatchObject({
    code: 2,
    err: expect.stringContaining('Name another'),
  });
  expect((await opsbook('audit')).out).toMatch(/frozen +too \(maintenance\)$/m);
  expect((await opsbook('freeze --cloud nowhere --reason x')).code).toBe(2);
});

test('the rules of the configuration say who must approve', async () => {
  const { opsbook, sim } = await site(`${CONFIG}approvals:\n  - match: { risk: [safe] }\n    approvers: [grace]\n`);
  const { code, err } = await opsbook('run compute-service.disable --hypervisor hv1 --reason x --yes --json');
  expect({ code, err }).toEqual({ code: 3, err: expect.stringContaining('(grace may answer; until ') });
  expect(sim.changes()).toEqual([]);
});

test('a password of a cloud that nobody uses, typed as a reason, reaches neither the ledger nor what is copied from it', async () => {
  const unused = '  unused:\n    auth: { auth_url: https://keystone.example, username: u, password: never-met-9f2c }\n';
  const { folder, sim, opsbook } = await site(
    `${CONFIG}  spare:\n    cloud: unused\n    cloudsFile: clouds.yaml\napprovals:\n  - requesterMay: true\n`,
  );
  writeFileSync(join(folder.path, 'clouds.yaml'), `${sim.openstack.cloudsYaml()}\n${unused}`);
  const reason = '--reason pw=never-met-9f2c';
  for (const line of [`freeze ${reason}`, `unfreeze ${reason}`]) expect(await opsbook(line)).toMatchObject({ code: 0 });
  const asked = await opsbook('run compute-service.disable --hypervisor hv1 --reason x --yes --json');
  const { id } = JSON.parse(asked.out) as { id: string };
  for (const line of [`approve ${id} ${reason}`, `cancel ${id} ${reason}`])
    expect(await opsbook(line)).toMatchObject({ code: 0 });
  expect((await opsbook(`show ${id} --export export.json`)).code).toBe(0);
  expect((await opsbook('ledger backup copy.db')).code).toBe(0);
  expect((await opsbook('audit')).out.match(/pw=\*\*\*/g)).toHaveLength(4);
  const files = readdirSync(folder.path).filter((file) => !file.endsWith('.yaml'));
  expect(files).toEqual(expect.arrayContaining(['copy.db', 'export.json', 'ledger.db']));
  const spilt = (file: string) => readFileSync(join(folder.path, file), 'latin1').includes('never-met-9f2c');
  expect(files.filter(spilt)).toEqual([]);
});

test('runbooks of the site that do not load keep nobody from stopping and looking, only from running', async () => {
  const { opsbook } = await site(`${CONFIG}runbooks: [./gone]\n`);
  const run = 'run compute-service.disable --hypervisor hv1 --reason x --yes';
  for (const line of ['list', run, 'work', 'plan compute-service.disable --hypervisor hv1 --reason x']) {
    expect(await opsbook(line)).toMatchObject({ code: 2, err: expect.stringContaining('./gone: there is no folder ') });
  }
  for (const line of ['freeze --reason x', 'runs', 'audit', 'unfreeze --reason x']) {
    expect(await opsbook(line)).toMatchObject({ code: 0 });
  }
});

test('a plan needs no ledger', async () => {
  const { opsbook } = await site();
  const { code, out, err } = await opsbook(
    'plan compute-service.disable --hypervisor hv1 --reason x --ledger /dev/null/l.db',
  );
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('Plan: 1 change.') });
  expect(err).toMatch(/^Whether something is frozen is not known: /);
});

test('bad input sends nothing to the cloud, not even a login', async () => {
  const { folder, sim } = await site();
  const said = { out: '', err: '' };
  const terminal = fakeTerminal(said, { cwd: folder.path, env: { HOME: folder.path } });
  const line = 'run hypervisor.drain --cloud prd --hypervisor= --concurrency many --colour red --yes';
  expect(await main(line.split(' '), terminal)).toBe(2);
  for (const path of ['cloud', 'hypervisor', 'concurrency', '--colour', 'reason']) {
    expect(said.err).toMatch(new RegExp(`^ {2}${path}: `, 'm'));
  }
  expect(sim.openstack.requests).toEqual([]);
});

/** A folder with a configuration, a ledger to be and a simulated cloud. */
async function site(config = CONFIG) {
  const folder = temporaryFolder();
  const sim = await cloud();
  writeFileSync(join(folder.path, 'clouds.yaml'), sim.openstack.cloudsYaml());
  writeFileSync(join(folder.path, 'opsbook.yaml'), config);
  const opsbook = async (line: string) => {
    const said = { out: '', err: '' };
    const code = await main(line.split(' '), fakeTerminal(said, { cwd: folder.path, env: { HOME: folder.path } }));
    return { code, ...said };
  };
  return { folder, sim, opsbook };
}

async function cloud() {
  const openstack = await startOpenStack({ hypervisors: 2, servers: 4 });
  started.push(openstack);
  return {
    openstack,
    changes: () => openstack.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/auth/tokens')),
  };
}

test('who needs one that reads loads no others, unless there may be some of the site', async () => {
  const { path: cwd } = temporaryFolder();
  const globals = { json: false, color: false, sandbox: false };
  const named = async (name: string) => {
    const { runbooks } = await openSite(globals, { env: {}, cwd }).catalog(name);
    return runbooks.map((runbook) => runbook.name);
  };
  const all = (await openSite(globals, { env: {}, cwd }).catalog()).runbooks.length;
  expect(await named('server.find')).toEqual(['server.find']);
  expect(await named('server.no-such')).toHaveLength(all);
  // It runs the drain as a part of it.
  expect(await named('hypervisor.maintain')).toContain('hypervisor.drain');
  const config = join(cwd, 'opsbook.yaml');
  writeFileSync(config, 'runbooks: [./none]\n');
  await expect(openSite({ ...globals, config }, { env: {}, cwd }).catalog('server.find')).rejects.toMatchObject({
    code: 'RUNBOOKS_INVALID',
  });
});
