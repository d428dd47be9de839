import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const house = mkdtempSync(join(tmpdir(), 'opsbook-boundaries-'));
afterAll(() => rmSync(house, { recursive: true }));

/** What would be wrong in a house like ours, by the rule that must notice it. */
const WRONGS: Record<string, Record<string, string>> = {
  'layer-context': { 'libs/context/src/c.ts': "import '../../http/src/index.ts';" },
  'layer-http': { 'libs/http/src/a.ts': "import '../../runbook/src/index.ts';" },
  'layer-runbook': { 'libs/runbook/src/b.ts': "import '../../http/src/index.ts';" },
  'layer-openstack': { 'libs/openstack/src/b.ts': "import '../../runbook/src/index.ts';" },
  'layer-alertmanager': { 'libs/alertmanager/src/a.ts': "import '../../openstack/src/index.ts';" },
  'layer-openstack-query': { 'libs/openstack-query/src/a.ts': "import '../../http/src/index.ts';" },
  'layer-jira': { 'libs/jira/src/a.ts': "import '../../openstack/src/index.ts';" },
  'layer-icinga': { 'libs/icinga/src/a.ts': "import '../../openstack/src/index.ts';" },
  'layer-prometheus': { 'libs/prometheus/src/a.ts': "import '../../openstack/src/index.ts';" },
  'layer-ssh': { 'libs/ssh/src/a.ts': "import '../../openstack/src/index.ts';" },
  'layer-email': { 'libs/email/src/a.ts': "import '../../openstack/src/index.ts';" },
  'layer-engine-local': { 'libs/engine-local/src/a.ts': "import '../../openstack/src/index.ts';" },
  'layer-services': { 'libs/services/src/b.ts': "import '../../runbook/src/index.ts';" },
  'layer-triggers': { 'libs/triggers/src/a.ts': "import '../../openstack/src/index.ts';" },
  'layer-sqlite': { 'libs/sqlite/src/a.ts': "import '../../runbook/src/index.ts';" },
  'layer-stackstorm': { 'libs/stackstorm/src/a.ts': "import '../../runbook/src/index.ts';" },
  'layer-workflows': { 'workflows/src/b.ts': "import '../../libs/http/src/index.ts';" },
  'every-library-has-a-layer': { 'libs/stranger/src/index.ts': "import '../../context/src/index.ts';" },
  'libraries-and-workflows-know-no-app': { 'libs/context/src/a.ts': "import '../../../apps/cli/src/index.ts';" },
  'only-the-exports-of-a-package': { 'apps/cli/src/a.ts': "import '../../../libs/runbook/src/inner.ts';" },
  'testing-stays-in-tests': { 'libs/services/src/a.ts': "import '../../openstack/src/testing/index.ts';" },
  'workflows-touch-the-world-through-services': { 'workflows/src/a.ts': "import { readFileSync } from 'node:fs';" },
  'sockets-and-processes-in-transports-only': { 'libs/openstack/src/a.ts': "import { connect } from 'node:net';" },
  'no-circles': { 'libs/context/src/x.ts': "import './y.ts';", 'libs/context/src/y.ts': "import './x.ts';" },
  'declared-dependencies-only': { 'libs/context/src/z.ts': "import 'axios';" },
  resolvable: { 'libs/context/src/gone.ts': "import './nowhere.ts';" },
};

for (const name of ['libs/context', 'libs/http', 'libs/runbook', 'libs/openstack', 'apps/cli']) {
  write(`${name}/package.json`, '{ "name": "x", "type": "module" }');
  write(`${name}/src/index.ts`, 'export {};');
}
write('package.json', '{ "name": "house", "type": "module" }');
write('tsconfig.base.json', '{}');
write('libs/runbook/src/inner.ts', 'export {};');
write('libs/openstack/src/testing/index.ts', 'export {};');
symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
for (const files of Object.values(WRONGS)) for (const [path, text] of Object.entries(files)) write(path, text);

const violations = cruise();

describe('the check of layers', () => {
  it('has a breach here for each of its rules', () => {
    const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs')) as {
      forbidden: { name: string }[];
    };
    expect(Object.keys(WRONGS).sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(WRONGS))('%s', async (rule, files) => {
    const found = (await violations).filter(({ rule: { name } }) => name === rule).map(({ from }) => from);
    expect(found).toContain(Object.keys(files)[0]);
  });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

async function cruise(): Promise<{ rule: { name: string }; from: string }[]> {
  const command = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(root, '.dependency-cruiser.cjs');
  const output = await new Promise<string>((resolve) => {
    const args = [command, '--config', config, '--output-type', 'json', 'libs', 'workflows', 'apps'];
    execFile(process.execPath, args, { cwd: house, maxBuffer: 1 << 26 }, (_error, stdout) => resolve(stdout));
  });
  return (JSON.parse(output) as { summary: { violations: { rule: { name: string }; from: string }[] } }).summary
    .violations;
}
