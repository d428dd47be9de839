import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type AnyRunbook, defineRunbook } from '@opsbook/runbook';
import * as z from 'zod';
import { readBundle } from '../pack/bundle.ts';
import { Session } from '../session.ts';
import type { Site } from '../site.ts';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { Host } from '../testing/host.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { type PackBuildOptions, build } from './pack.ts';

const OPTIONS = { out: 'pack', ref: 'ops', node: '/usr/bin/node', packsFolder: '/srv/packs' };
const greet = defineRunbook()({
  ...{ name: 'site.greet', summary: 'Greet somebody', risk: 'safe', output: z.string(), run: async () => 'hello' },
  input: z.strictObject({ who: z.string().describe('Whom') }),
});

/** A folder with a built opsbook in it, in which packs of one site's runbook are built. */
function workshop(runbook: AnyRunbook = greet) {
  const { path } = temporaryFolder();
  const dist = join(path, 'dist');
  mkdirSync(join(dist, 'deep'), { recursive: true });
  writeFileSync(join(dist, 'opsbook.js'), 'run()');
  writeFileSync(join(dist, 'opsbook.js.map'), '{}');
  writeFileSync(join(dist, 'deep/more.js'), 'more()');
  const site = {
    catalog: async () => ({ runbooks: [runbook], sourceOf: () => './site', version: '1' }),
  } as unknown as Site;
  const pack = async (options: Partial<PackBuildOptions> = {}, json = false) => {
    const said = { out: '', err: '' };
    const globals = { json, color: false, sandbox: false };
    const session = new Session(fakeTerminal(said, { cwd: path }), globals, { site: async () => site });
    const code = await build(session, { ...OPTIONS, ...options }, readBundle([join(path, 'none'), dist]));
    return { code, ...said };
  };
  return { path, pack, read: (name: string) => readFileSync(join(path, 'pack', name), 'utf8') };
}

test("a pack has an action for a site's own runbook, and opsbook itself", async () => {
  const { path, pack, read } = workshop();
  const { code, out } = await pack();
  expect(code).toBe(0);
  expect(read('actions/site_greet.yaml')).toMatch(
    /\/usr\/bin\/node --.* \/srv\/packs\/ops\/dist\/opsbook\.js action site\.greet/,
  );
  expect([read('dist/opsbook.js'), read('dist/deep/more.js')]).toEqual(['run()', 'more()']);
  expect(() => read('dist/opsbook.js.map')).toThrow('ENOENT');
  expect(out).toContain(`${join(path, 'pack')}: pack ops`);
  expect(out).toMatch(/actions +1\n.*workflows +0\n.*triggers +3\n/);
  expect(out).toContain('st2 pack register ops');
});

test('as JSON it says how many files of each kind there are, and from when its opsbook is', async () => {
  const { path, pack } = workshop();
  const { out } = await pack({}, true);
  expect(JSON.parse(out)).toMatchObject({
    folder: join(path, 'pack'),
    bundle: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    counts: { actions: 1, aliases: 1, policies: 2, triggers: 3, dist: 2 },
  });
});

test('it is built again over itself, and over nothing else', async () => {
  const { path, pack, read } = workshop();
  await pack();
  await pack({ node: '/opt/node/bin/node' });
  expect(read('actions/site_greet.yaml')).toContain('/opt/node/bin/node');
  await expect(pack({ out: path })).rejects.toMatchObject({ code: 'PACK_FOLDER' });
});

test('a pack that StackStorm would not take is not written, and its faults are told', async () => {
  const odd = { ...greet, input: z.strictObject({ 'who-else': z.string().describe('No name of a parameter') }) };
  const { path, pack } = workshop(odd);
  await expect(pack()).rejects.toMatchObject({
    code: 'PACK_FAULTY',
    message: expect.stringMatching(/actions\/site_greet\.yaml.*who-else/),
  });
  expect(existsSync(join(path, 'pack'))).toBe(false);
});

test('without a bundle it says how to build one', () => {
  expect(() => readBundle([temporaryFolder().path])).toThrow(
    expect.objectContaining({ code: 'PACK_NO_BUNDLE', message: expect.stringContaining('npm run build') }),
  );
});

test.each([
  ['--compat other', 'cloud-pack'],
  ['--ref Ops', 'opsbook'],
])('what cannot be built ends with exit code 2, and nothing is written: %s', async (option, said) => {
  const { path } = temporaryFolder();
  const { code, err } = await new Host().opsbook(`pack build --out ${path}/pack ${option}`);
  expect([code, err]).toEqual([2, expect.stringContaining(said)]);
  expect(existsSync(join(path, 'pack'))).toBe(false);
});
