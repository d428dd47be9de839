import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startJira } from '@opsbook/jira/testing';
import { cli } from './paths.ts';
import { startSite } from './start-site.ts';

const run = promisify(execFile);
// Away from the checkout, whose packages it could load otherwise.
const folder = mkdtempSync(join(tmpdir(), 'opsbook-bundle-'));
let jira: Awaited<ReturnType<typeof startJira>>;
let site: Awaited<ReturnType<typeof startSite>>;

beforeAll(async () => {
  copyFileSync(join(cli, 'package.json'), join(folder, 'package.json'));
  await run(process.execPath, [join(cli, 'build.js'), join(folder, 'dist')]);
  site = await startSite();
  jira = await startJira({ deployment: 'data-center' });
  for (const [name, text] of Object.entries(site.files)) writeFileSync(join(folder, name), text);
  const { token } = jira.auth as { token: string };
  const tickets = `jira:
  default: { url: '${jira.url}', deployment: data-center, auth: { token: '${token}' } }
`;
  writeFileSync(join(folder, 'opsbook.yaml'), site.config + tickets);
});

afterAll(async () => {
  await jira.stop();
  await site.stop();
  rmSync(folder, { recursive: true });
});

async function opsbook(...words: string[]): Promise<string> {
  const options = { cwd: folder, env: { PATH: process.env['PATH'], HOME: folder } };
  const argv = [join(folder, 'dist/opsbook.js'), '--config', join(folder, 'opsbook.yaml'), ...words];
  return (await run(process.execPath, argv, options)).stdout;
}

/** An action of the pack, after a script. */
async function act(name: string, params: object, script: string): Promise<{ stdout: string; stderr: string }> {
  const first = join(folder, 'first.cjs');
  writeFileSync(first, script);
  const env = {
    HOME: folder,
    OPSBOOK_CONFIG: join(folder, 'opsbook.yaml'),
    OPSBOOK_PARAMS: JSON.stringify({ params }),
  };
  const words = ['--require', first, join(folder, 'dist/opsbook.js'), 'action', name];
  return await run(process.execPath, words, { cwd: folder, env });
}

/** What a process loaded: `NativeModule http` of Node, beyond what Node starts with, and the files of the bundle. */
async function loadedBy(name: string, params: object): Promise<string[]> {
  const { stdout, stderr } = await act(
    name,
    params,
    `const files = [];
    const load = (url, context, next) => (files.push(url.split('/').at(-1)), next(url, context));
    require('node:module').registerHooks({ load });
    const before = process.moduleLoadList.length;
    process.on('exit', () => console.error(JSON.stringify([...process.moduleLoadList.slice(before), ...files])));`,
  );
  expect(JSON.parse(stdout)).toMatchObject({ ok: true });
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as string[];
}

describe('the bundle', () => {
  it('says what it can do', async () => {
    expect(await opsbook('--help')).toContain('Usage: opsbook');
    expect(await opsbook('list')).toContain('hypervisor.drain');
  });

  it('plans on a cloud', async () => {
    const words = ['--hypervisor', 'hv4', '--reason', 'new kernel', '--json'];
    expect(JSON.parse(await opsbook('plan', 'hypervisor.drain', ...words))).toMatchObject({ changes: 8, unknown: 0 });
  });

  it('loads for an action what it uses, and keeps all of it compiled', async () => {
    const loaded = await loadedBy('server.find', { cloud: 'sandbox' });
    const files = loaded.filter((name) => name.endsWith('.js'));
    expect(loaded).toContain('NativeModule _http_client');
    expect(files).toContainEqual(expect.stringMatching(/^action-/));
    const unused = /undici|http2|readline|assert|util.diff|worker|fs.(promises|streams)|^(service|late)-/;
    expect(loaded.filter((name) => unused.test(name))).toEqual([]);
    const [kept = ''] = readdirSync(join(folder, '.cache/opsbook'));
    // The first file, and what it needs to ask for the others to be kept.
    expect(readdirSync(join(folder, '.cache/opsbook', kept)).length).toBeGreaterThanOrEqual(files.length - 2);
  });

  it('says what it lacks where Node is too old', async () => {
    const older = `const { getBuiltinModule } = process;
      process.getBuiltinModule = (name) => (name === 'node:sqlite' ? undefined : getBuiltinModule(name));`;
    const failed = await act('server.find', { cloud: 'sandbox' }, older).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 1, stdout: expect.stringContaining(`${process.version} has no node:sqlite`) });
  });

  it('loads what each service needs when it is first used', async () => {
    const checked = await opsbook('config', 'check');
    for (const service of ['sandbox compute', 'alertmanager', 'email', 'jira']) {
      expect(checked).toMatch(new RegExp(`^ok +${service}`, 'm'));
    }
    expect(await opsbook('run', 'host.read', '--hosts', 'hv1', '--argv', 'boot-id', '--yes')).toContain('hv1');
    const mail = ['--to', 'ada@example.test', '--yes', '--json'];
    expect(JSON.parse(await opsbook('run', 'notification.mail-test', ...mail))).toMatchObject({ status: 'done' });
  });
});
