import { expect, test } from '@jest/globals';
import { Host } from './testing/host.ts';

const host = new Host();

test('help lists the commands and the exit codes, and loads no site', async () => {
  const { code, out, err } = await host.opsbook('--help');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const site = ['query', 'leases', 'config', 'ledger', 'freeze', 'unfreeze', 'audit'];
  const ofAlerts = ['serve', 'alerts', 'explain', 'rules', 'doctor'];
  const ofRuns = ['list', 'plan', 'run', 'runs', 'show', 'follow', 'resume', 'cancel', 'work'];
  for (const command of [...ofRuns, 'pending', 'approve', 'reject', 'answer', ...site, ...ofAlerts]) {
    expect(out).toMatch(new RegExp(`^  ${command} `, 'm'));
  }
  expect(out).toContain('5  unknown outcome');
});

test('without a command the help is an error', async () => {
  const { code, out, err } = await host.opsbook('');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('Usage: opsbook');
});

test.each([
  ['frobnicate', "unknown command 'frobnicate'"],
  ['runs --bogus', "unknown option '--bogus'"],
  ['show', "missing required argument 'run'"],
  ['cancel x', "required option '--reason <text>' not specified"],
])('%s is refused with exit code 2', async (line, message) => {
  const { code, err } = await host.opsbook(line);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test('the version is that of the package', async () => {
  expect((await host.opsbook('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('list gives each runbook with its risk', async () => {
  const { code, out } = await host.opsbook('list');
  expect(code).toBe(0);
  expect(out).toMatch(/^house\.light +safe +opsbook +Turn on every lamp$/m);
  const { out: json } = await host.opsbook('list --json');
  expect(JSON.parse(json)).toContainEqual({
    name: 'bell.ring',
    risk: 'safe',
    source: 'opsbook',
    summary: 'Ring the bell once',
  });
});

test.each(['describe house.light', 'run house.light --help', 'plan house.light -h'])(
  '%s shows the fields',
  async (line) => {
    const { code, out } = await host.opsbook(line);
    expect(code).toBe(0);
    expect(out).toMatch(/^ {2}--watts <number> +Of each lamp \(default 40\)$/m);
    expect(out).toMatch(/^ {2}--dry-run, --no-dry-run +Whether it is raining \(default false\)$/m);
    expect(out).toMatch(/^ {2}--pace slow\|fast +How quickly \(default "slow"\)$/m);
    expect(out).toMatch(/^ {2}--skip-rooms <text>,\.\.\. +/m);
    expect(out).toMatch(/^ {2}json=<text> +A field that opsbook has an option for$/m);
    expect(out).toContain('--cloud <text>');
  },
);

test('describe gives the schemas as JSON', async () => {
  const { out } = await host.opsbook('describe house.light --json');
  expect(JSON.parse(out)).toMatchObject({
    name: 'house.light',
    risk: 'safe',
    input: { required: ['cloud'] },
    output: { properties: { watts: { type: 'number' } } },
  });
});

test('an unknown runbook is told together with those that exist', async () => {
  const { code, err } = await host.opsbook('describe house.dark');
  expect(code).toBe(2);
  expect(err).toContain("there is no runbook 'house.dark'; known are bell.ring,");
});

test('a mistake in the code is reported with its place, and exit code 1', async () => {
  const broken = new Host();
  broken.house.lamps.get = () => {
    throw new TypeError('the fuse is gone');
  };
  const { code, out, err } = await broken.opsbook('run house.light --cloud home --yes');
  expect(code).toBe(1);
  expect(out + err).toContain('the fuse is gone');
});

test('a command line that cannot be read is an error in JSON, too', async () => {
  const { code, out, err } = await host.opsbook('frob --json');
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({ error: { code: 'USAGE', message: "error: unknown command 'frob'" } });
  expect(err).toContain("See 'opsbook --help'");
});
