import { expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startOpenStack } from '@opsbook/openstack/testing';
import { main } from '../main.ts';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const folder = temporaryFolder().path;
const env = { SECRET: 'correct-horse', HOME: folder, XDG_STATE_HOME: join(folder, 'state') };

async function opsbook(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const said = { out: '', err: '' };
  return { code: await main(argv, fakeTerminal(said, { env, cwd: folder })), ...said };
}

const write = (text: string) => writeFileSync(join(folder, 'opsbook.yaml'), text);

test('path says which file it is, and where the ledger', async () => {
  write('ledger: ledger.db\n');
  const { code, out } = await opsbook('config', 'path', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({ config: join(folder, 'opsbook.yaml'), ledger: join(folder, 'ledger.db') });
});

test('show masks secrets', async () => {
  write('clouds:\n  prod:\n    password: ${env:SECRET}\n');
  const { code, out } = await opsbook('config', 'show');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ clouds: { prod: { password: '***' } } });
  expect(out).not.toContain('correct-horse');
});

test('a configuration with faults is refused with all of them and their lines, by every command', async () => {
  write('cloud: {}\nmigration:\n  timeout: soon\n');
  for (const argv of [['config', 'check'], ['runs'], ['plan', 'hypervisor.drain']]) {
    const { code, err } = await opsbook(...argv);
    expect(code).toBe(2);
    expect(err).toContain('line 1');
    expect(err).toContain('line 3');
  }
});

test('check logs in to each cloud', async () => {
  const sim = await startOpenStack();
  try {
    writeFileSync(join(folder, 'clouds.yaml'), sim.cloudsYaml());
    write('clouds:\n  prod:\n    cloud: sim\n    cloudsFile: clouds.yaml\n');
    const { code, out } = await opsbook('config', 'check');
    expect(out).toMatch(/^ok +prod identity: logged in as admin for project admin/m);
    expect(code).toBe(0);

    sim.revokeTokens();
    sim.fault.always('POST /identity/v3/auth/tokens', { status: 401 });
    const failed = await opsbook('config', 'check', '--json');
    expect(failed.code).toBe(2);
    expect(JSON.parse(failed.out)).toContainEqual(expect.objectContaining({ service: 'prod identity', ok: false }));
  } finally {
    await sim.stop();
  }
});

test('the ledger is made where it is asked for', async () => {
  write('');
  const { code, out } = await opsbook('runs', '--json', '--ledger', 'state/own.db');
  expect({ code, out: JSON.parse(out) as unknown }).toEqual({ code: 0, out: [] });
});
