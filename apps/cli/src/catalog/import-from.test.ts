import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const launcher = fileURLToPath(new URL('../../bin/opsbook.cjs', import.meta.url));

// A process of its own: the modules of a test are not Node's.
test('a folder without node_modules finds the packages of opsbook; a package is found from the configuration', async () => {
  const { path } = temporaryFolder();
  const write = (name: string, text: string) => {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  };
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
  const opsbook = (...args: string[]) =>
    new Promise<{ out: string; err: string }>((resolve) => {
      const options = { cwd: '/', env: { ...process.env, NODE_OPTIONS: '', HOME: path } };
      const all = [launcher, '--config', join(path, 'etc/opsbook.yaml'), ...args];
      execFile(process.execPath, all, options, (_error, out, err) => resolve({ out, err }));
    });
  const { out, err } = await opsbook('list', '--json');
  expect(err).toBe('');
  const listed = JSON.parse(out) as { name: string; source: string }[];
  expect(listed.filter(({ source }) => source !== 'opsbook')).toEqual([
    { name: 'acme.greet', summary: 'Greet', risk: 'safe', source: '@acme/runbooks' },
    { name: 'site.greet', summary: 'Greet', risk: 'safe', source: './site' },
  ]);
  expect(listed.map(({ name }) => name)).toContain('hypervisor.drain');
});
