import { expect, test } from '@jest/globals';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Host } from '../testing/host.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

async function ended(): Promise<{ host: Host; id: string; cwd: string }> {
  const host = new Host();
  const { out } = await host.opsbook('run house.light --cloud home --yes --json');
  return { host, id: (JSON.parse(out) as { id: string }).id, cwd: temporaryFolder().path };
}

test('an export holds all that is known of a run, for its owner alone', async () => {
  const { host, id, cwd } = await ended();
  const { code, out, err } = await host.opsbook(`show ${id} --export run.json`, { cwd });
  const file = join(cwd, 'run.json');
  expect({ code, out }).toEqual({ code: 0, out: `${file}\n` });
  expect(err).toMatch(
    /^It holds 1 run\(s\) with input, \d+ journal entries and \d+ events, and 5 entries of the audit trail\. Secrets/,
  );
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    format: 1,
    exportedBy: '1',
    run: { id, status: 'done' },
    audit: [{ kind: 'requested' }, { kind: 'claimed' }, { kind: 'changed' }, { kind: 'changed' }, { kind: 'ended' }],
  });
});

test('a file that is there is left alone', async () => {
  const { host, id, cwd } = await ended();
  writeFileSync(join(cwd, 'run.json'), 'mine');
  const { code, err } = await host.opsbook(`show ${id} --export run.json`, { cwd });
  expect({ code, err }).toEqual({
    code: 2,
    err: `opsbook: ${join(cwd, 'run.json')} exists already: name another file\n`,
  });
  expect(readFileSync(join(cwd, 'run.json'), 'utf8')).toBe('mine');
  expect((await host.opsbook(`show ${id} --export no/such/folder.json`, { cwd })).code).toBe(2);
});

test('without a name the file is named after the run; with - it is standard output', async () => {
  const { host, id, cwd } = await ended();
  const named = await host.opsbook(`show ${id.slice(0, -2)} --export --json`, { cwd });
  expect(JSON.parse(named.out)).toMatchObject({ run: id, file: join(cwd, `opsbook-${id}.json`), runs: 1, audit: 5 });
  const { out } = await host.opsbook(`show ${id} --export -`);
  expect(JSON.parse(out)).toMatchObject({ format: 1, run: { id } });
});
