import { writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { VirtualClock, unrestricted } from '@opsbook/context';
import { fuzzRuns } from '@opsbook/context/testing';
import { type StackStormClient, stackstorm } from '@opsbook/stackstorm';
import { type StackStormSimulator, localShellRunner, startStackStorm } from '@opsbook/stackstorm/testing';
import fc from 'fast-check';
import { echo } from '../testing/echo-runbook.ts';
import { SOURCES, installPack } from '../testing/install-pack.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

/** Texts that something on the way may take for its own. */
const TRAPS = [
  ...['', ' ', '\n', '\r\n', 'None', 'null', 'true', 'False', '0', '1e5', '{}', '[]', '"', "'", '\\', '\\n', '%'],
  ...['`id`', '$(id)', '$HOME', '; rm -rf /', '() { :;};', 'a=b', '--x', '#', '\u0000', '\u0085', '\u2028', '\ufeff'],
  ...['{{', '}}', '{{ text }}', '{{text}}', '{% raw %}', '{% endraw %}', '{# no #}', '"}}', "{{ '", 'é', '漢', '😀'],
];
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.array(fc.constantFrom(...TRAPS), { maxLength: 6 }).map((parts) => parts.join('')),
);
/**
 * One name is refused, since schemas leave it out. And where an object has a name with a backslash, V8's `JSON.parse` may read one in
 * another object as that name (nodejs/node#63785).
 */
const key = text.filter((name) => name !== '__proto__' && !name.includes('\\'));
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const { json } = fc.letrec<{ json: unknown }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    ...[text, number, fc.maxSafeInteger(), fc.boolean(), fc.constant(null)],
    fc.array(tie('json')),
    fc.dictionary(key, tie('json'), { noNullPrototype: true }),
  ),
}));
const parameters = fc.record(
  {
    ...{ text, count: fc.maxSafeInteger(), share: number, flag: fc.boolean() },
    list: fc.array(json, { minLength: 60, maxLength: 120 }),
    map: fc.dictionary(key, json, { minKeys: 20, maxKeys: 40, noNullPrototype: true }),
  },
  { noNullPrototype: true },
);

/** The nightly run has new values each time; in between they are the same, so that what fails is what was changed. */
const isNightly = process.env['OPSBOOK_FUZZ_RUNS'] !== undefined;

/** Linux takes 128 KiB, in which all but ASCII is escaped. */
const fits = (given: unknown): boolean =>
  JSON.stringify(given).replaceAll(/[\u007f-\uffff]/g, '\\u0000').length < 110_000;

let sim: StackStormSimulator;
let client: StackStormClient;
beforeEach(async () => {
  const folder = temporaryFolder().path;
  const environment = { PATH: process.env['PATH'] ?? '', HOME: folder, NODE_OPTIONS: '' };
  const clock = new VirtualClock();
  sim = await startStackStorm({ clock, runner: localShellRunner({ environment }) });
  const context = { guard: unrestricted, clock };
  client = stackstorm({ url: sim.url, auth: { apiKey: sim.addApiKey('ada') }, context });
  const source = fileURLToPath(new URL('../testing/echo-runbook.ts', import.meta.url));
  mkdirSync(join(folder, 'site'));
  writeFileSync(join(folder, 'site/runbook.ts'), `export * from ${JSON.stringify(source)};\n`);
  writeFileSync(join(folder, 'opsbook.yaml'), 'ledger: ledger.db\nrunbooks: [./site]\n');
  expect(installPack({ sim, folder, runbooks: [echo], more: [SOURCES] })).toEqual([]);
});
afterEach(async () => {
  client.close();
  await sim.stop();
});

async function echoed(given: Readonly<Record<string, unknown>>): Promise<unknown> {
  const { id } = await client.executions.create({
    ...{ action: 'opsbook.site_echo', parameters: given, templates: 'neutralize' },
  });
  const { result } = await client.executions.wait(id);
  return (result as { stdout: unknown }).stdout;
}

test('what an execution is given comes back from the runbook unchanged, through StackStorm, two shells and the ledger', async () => {
  // Each case is a process, and has hundreds of values.
  await fc.assert(
    fc.asyncProperty(parameters.filter(fits), async (given) => {
      expect(await echoed(given)).toMatchObject({ ok: true, status: 'done', report: given });
    }),
    { numRuns: fuzzRuns(1), endOnFailure: true, ...(isNightly ? {} : { seed: 1 }) },
  );
});
