import { expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { main } from '../main.ts';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

const folder = temporaryFolder().path;

async function opsbook(...argv: string[]) {
  const said = { out: '', err: '' };
  return { code: await main(argv, fakeTerminal(said, { cwd: folder })), ...said };
}

/** Runs the page, and hands its address to `look`; then Ctrl-C. */
async function served<T>(look: (url: string) => Promise<T>, ...argv: string[]): Promise<{ code: number; seen: T }> {
  const said = { out: '', err: '' };
  let seen: Promise<T> | undefined;
  const terminal = fakeTerminal(said, {
    cwd: folder,
    onStart: (stop) => {
      seen = look(said.out.trim()).finally(() => stop('SIGINT'));
    },
  });
  const code = await main(['mail', 'preview', ...argv], terminal);
  return { code, seen: await seen! };
}

const get = async (url: string) => {
  const answer = await fetch(url);
  return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
};

test('files are written for each template, again and again', async () => {
  for (let count = 0; count < 2; count += 1) {
    const { code, out } = await opsbook('mail', 'preview', '--out', 'mails');
    expect(code).toBe(0);
    expect(out.split('\n')).toContain(join('mails', 'servers-shut-off.eml'));
  }
  const files = readdirSync(join(folder, 'mails'));
  expect(files.filter((file) => file.startsWith('test.'))).toEqual(['test.eml', 'test.html', 'test.txt']);
  expect(readFileSync(join(folder, 'mails', 'test.eml'), 'utf8')).toContain('Subject: Test mail\r\n');
});

test('of one template alone, as JSON', async () => {
  const { code, out } = await opsbook('mail', 'preview', 'test', '--out', 'one', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual(['html', 'txt', 'eml'].map((ending) => join('one', `test.${ending}`)));
});

test('the page lists the templates, and shows each in a frame where nothing runs', async () => {
  const { code, seen } = await served(async (url) => {
    const list = await get(url);
    const one = await get(`${url}servers-shut-off`);
    const html = await get(`${url}servers-shut-off.html`);
    const eml = await get(`${url}servers-shut-off.eml`);
    const policy = (await fetch(`${url}test.html`)).headers.get('content-security-policy');
    return { list, one, html, eml, policy, missing: await get(`${url}../etc/passwd`) };
  });
  expect(code).toBe(0);
  expect(seen.list.text).toContain('<a href="/servers-shut-off">');
  expect(seen.one.text).toContain('<iframe sandbox src="/servers-shut-off.html"');
  expect(seen.one.text).toContain('batch &lt;old&gt; &amp; &quot;unused&quot;');
  expect(seen.one.text).toContain('Auto-Submitted: auto-generated');
  expect(seen.html).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
  expect(seen.eml).toMatchObject({ status: 200, type: 'message/rfc822' });
  expect(seen.policy).toContain("default-src 'none'");
  expect(seen.missing.status).toBe(404);
});

test('the page answers to its own name only, and to nothing but reading', async () => {
  const status = (url: string, options: object) =>
    new Promise<number | undefined>((resolve, reject) => {
      request(url, options, (response) => resolve(response.resume().statusCode))
        .on('error', reject)
        .end();
    });
  const { seen } = await served(async (url) => [
    await status(url, { headers: { host: 'localhost:80' } }),
    await status(url, { headers: { host: 'evil.example.com' } }),
    await status(url, { method: 'POST' }),
  ]);
  expect(seen).toEqual([200, 404, 404]);
});

test.each([
  [['nothing'], "there is no template 'nothing'; known are flavors-end-of-life, "],
  [['--out', 'x', '--port', '1'], 'give --out or --port, not both'],
  [['--port', 'x'], '--port'],
  [['--port', '65536'], '--port must be at most 65535'],
])('%s is refused', async (argv, message) => {
  const { code, err } = await opsbook('mail', 'preview', ...argv);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
