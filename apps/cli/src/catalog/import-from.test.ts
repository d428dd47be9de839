import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const launcher = fileURLToPath(new URL('../../bin/opsbook.cjs', import.meta.url));

// A process of its own: the modules of a test are not Node's.
const opsbook = (home: string, ...args: string[]) =>
  new Promise<{ out: string; err: string }>((resolve) => {
    const options = { cwd: '/', env: { ...process.env, NODE_OPTIONS: '', HOME: home } };
    const all = [launcher, '--config', join(home, 'etc/opsbook.yaml'), ...args];
    execFile(process.execPath, all, options, (_error, out, err) => resolve({ out, err }));
  });

/** Writes files below a new folder, which is given to `opsbook` as its home. */
function home() {
  const { path } = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
  return { path, write };
}

test('a folder without node_modules finds the packages of opsbook; a package is found from the configuration', async () => {
  const { path, write } = home();
  const runbook = (name: string) => `
    import * as z from 'zod';
    const input = z.strictObject({ cloud: ${name === 'acme.greet' ? "z.string().describe('Cloud')" : 'fields.cloud'} });
    const definition = { name: '${name}', summary: 'Greet', risk: 'safe', input, output: z.string(), run: async () => 'x' };`;
  write('etc/opsbook.yaml', "runbooks: ['@acme/runbooks', ./site]\nledger: ledger.db\n");
  write(
    'etc/site/greet.ts',
    `import { fields, runbook } from '@opsbook/workflows';${runbook('site.greet')}
     export const greet = runbook(definition as never);`,
  );
  write(
    'node_modules/@acme/runbooks/package.json',
    '{"name":"@acme/runbooks","version":"1.0.0","type":"module","exports":{".":{"import":"./lib/index.js"}}}',
  );
  write(
    'node_modules/@acme/runbooks/lib/index.js',
    `import { defineRunbook } from '@opsbook/runbook';${runbook('acme.greet')}
     export const runbooks = [defineRunbook()(definition)];`,
  );
  const { out, err } = await opsbook(path, 'list', '--json');
  expect(err).toBe('');
  const listed = JSON.parse(out) as { name: string; source: string }[];
  expect(listed.filter(({ source }) => source !== 'opsbook')).toEqual([
    { name: 'acme.greet', summary: 'Greet', risk: 'safe', source: '@acme/runbooks' },
    { name: 'site.greet', summary: 'Greet', risk: 'safe', source: './site' },
  ]);
  expect(listed.map(({ name }) => name)).toContain('hypervisor.drain');
});

test('what the code of the site does when it is loaded keeps nobody from freezing', async () => {
  const { path, write } = home();
  write('etc/opsbook.yaml', 'runbooks: [./site]\nledger: ledger.db\n');
  write('etc/site/index.js', 'process.exit(7);');
  const { out, err } = await opsbook(path, 'freeze', '--reason', 'x', '--json');
  expect(err).not.toContain('fault');
  expect(JSON.parse(out)).toMatchObject({ label: 'everything', reason: 'x' });
});
