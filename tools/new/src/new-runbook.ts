import { Tree, camel } from './tree.ts';

const NAME = /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)\.([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;

/**
 * A runbook that works as it stands, with its test, in the folder of its domain, which is made if it is new.
 * @returns the files that were written, by their paths from the root
 */
export function newRunbook(root: string, name: string): string[] {
  const [, domain, action] = NAME.exec(name) ?? [];
  if (domain === undefined || action === undefined)
    throw new Error(`'${name}' is no name of a runbook: <resource>.<verb>[-<object>], lower case`);
  const tree = new Tree(root);
  const folder = `workflows/src/${domain}`;
  const runbook = action.includes('-') ? camel(action) : camel(`${action}-${domain}`);
  tree.create(`${folder}/${action}.ts`, runbookText(name, runbook));
  tree.create(`${folder}/${action}.test.ts`, testText(action, runbook));
  if (!tree.has(`${folder}/index.ts`)) newDomain(tree, domain);
  register(tree, `${folder}/index.ts`, `./${action}.ts`, runbook);
  return tree.written;
}

function newDomain(tree: Tree, domain: string): void {
  const list = `${camel(domain)}Runbooks`;
  tree.create(
    `workflows/src/${domain}/index.ts`,
    `import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

/** The runbooks of this domain. */
export const ${list}: readonly AnyRunbook<Services>[] = [];
`,
  );
  const all = 'workflows/src/index.ts';
  tree.insert(all, /\n\n/, `\nimport { ${list} } from './${domain}/index.ts';`, 'before');
  tree.insert(all, /\n\n\/\*\* Every runbook/, `\nexport * from './${domain}/index.ts';`, 'before');
  tree.insert(all, /\n\]\.sort/, `\n  ...${list},`, 'before');
}

function register(tree: Tree, index: string, file: string, runbook: string): void {
  tree.insert(index, /\n\n/, `\nimport { ${runbook} } from '${file}';`, 'before');
  const exported = /^export \{[^}]*?(?=,?\s*\};)/m;
  if (exported.test(tree.read(index))) tree.insert(index, exported, `, ${runbook}`, 'after');
  else tree.insert(index, /\n\n/, `\n\nexport { ${runbook} };`, 'before');
  const list = /Runbooks: readonly AnyRunbook<Services>\[\] = \[/;
  const empty = /Runbooks: readonly AnyRunbook<Services>\[\] = \[\s*\]/.test(tree.read(index));
  tree.insert(index, list, empty ? runbook : `${runbook}, `, 'after');
}

const runbookText = (name: string, runbook: string): string => `import * as z from 'zod';
import { cloud } from '../fields.ts';
import { runbook } from '../runbook.ts';

/** Lists the servers of a cloud: write here what it does instead. */
export const ${runbook} = runbook({
  name: '${name}',
  summary: 'List the servers of a cloud',
  risk: 'read-only',
  input: z.strictObject({ cloud }),
  output: z.strictObject({ servers: z.array(z.string()) }),
  async run(ctx, input) {
    const { compute } = ctx.services.openstack(input.cloud);
    const servers = await ctx.read('servers', () => compute.servers.list({ allProjects: true }));
    return { servers: servers.map(({ name }) => name).sort() };
  },
});
`;

const testText = (
  action: string,
  runbook: string,
): string => `import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { type TestCloud, testCloud } from '../cloud.test-support.ts';
import { ${runbook} } from './${action}.ts';

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await testCloud();
});
afterEach(() => cloud.sim.stop());

it('lists the servers of the cloud', async () => {
  cloud.sim.addServer({ name: 'web-1', host: 'hv1' });
  cloud.sim.addServer({ name: 'db-1', host: 'hv2' });
  const run = await cloud.run(${runbook}, { cloud: 'test' });
  expect(run).toMatchObject({ status: 'done', changed: false, output: { servers: ['db-1', 'web-1'] } });
});

it('finds nothing in an empty cloud', async () => {
  const run = await cloud.run(${runbook}, { cloud: 'test' });
  expect(run).toMatchObject({ status: 'done', output: { servers: [] } });
});

it('is planned, and changes nothing', async () => {
  expect(await cloud.plan(${runbook}, { cloud: 'test' })).toMatchObject({ changes: 0, output: { servers: [] } });
  expect(cloud.changes()).toEqual([]);
});

it('refuses bad input with every fault and before any request', async () => {
  const faults = ['cloud', 'colour'].map((path) => expect.objectContaining({ path }));
  await expect(cloud.run(${runbook}, { cloud: '', colour: 'red' })).rejects.toMatchObject({
    code: 'INVALID_INPUT',
    details: { faults: expect.arrayContaining(faults) },
  });
  expect(cloud.sim.requests).toEqual([]);
});

it('fails with what the service answers', async () => {
  cloud.sim.fault.always('GET /compute/**', { status: 403, body: { forbidden: { message: 'not you', code: 403 } } });
  const run = await cloud.run(${runbook}, { cloud: 'test' });
  expect(run).toMatchObject({ status: 'failed', error: { message: expect.stringContaining('not you') } });
});
`;
