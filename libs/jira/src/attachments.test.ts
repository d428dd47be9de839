import { afterEach, describe, expect, test } from '@jest/globals';
import { type SimulatedJira, errorOf, simulatedJira } from './simulated-jira.test-support.ts';

let bench: SimulatedJira;
afterEach(() => bench.stop());

describe.each(['cloud', 'data-center'] as const)('attachments in %s', (deployment) => {
  test('are uploaded, listed and downloaded byte by byte', async () => {
    bench = await simulatedJira({ deployment, contextPath: '/jira' });
    const { attachments } = bench.client();
    bench.sim.addIssue();
    const content = Buffer.from(Array.from({ length: 1024 }, (_, at) => at % 256));
    const filename = 'Bericht "ü" 1.bin';
    const made = await attachments.upload('OPS-1', { filename, content });
    const kept = 'Bericht %22ü%22 1.bin';
    expect(made).toMatchObject({ filename: kept, size: 1024, author: { displayName: 'Robot' } });
    const text = await attachments.upload('OPS-1', { filename: 'notes.txt', content: 'ä\r\n--x' });
    expect(text.mimeType).toMatch(/^text\/plain/);
    const listed = await attachments.list('OPS-1');
    expect(listed.map(({ id }) => id)).toEqual([made.id, text.id]);
    expect(Buffer.compare(await attachments.download(made), content)).toBe(0);
    expect(bench.sim.requests.at(-1)?.headers['authorization'] !== undefined).toBe(deployment === 'data-center');
    expect((await attachments.download(text)).toString()).toBe('ä\r\n--x');
  });

  test('are refused with a path for a name, and told when they are lost', async () => {
    bench = await simulatedJira({ deployment });
    const { attachments } = bench.client();
    bench.sim.addIssue();
    const refused = await errorOf(attachments.upload('OPS-1', { filename: '../x', content: '' }));
    expect(refused.code).toBe('JIRA_INVALID_INPUT');
    bench.sim.fault.next('POST /**/attachments', { cut: 'after' });
    const lost = await errorOf(attachments.upload('OPS-1', { filename: 'x', content: 'y' }));
    expect([lost.code, lost.outcomeUnknown]).toEqual(['JIRA_UNAVAILABLE', true]);
    expect(await attachments.list('OPS-1')).toHaveLength(1);
    const gone = { id: '99', url: `${bench.sim.url}/secure/attachment/99/x`, size: 1 };
    expect((await errorOf(attachments.download(gone))).code).toBe('JIRA_NOT_FOUND');
  });
});

test.each(['cloud', 'data-center'] as const)('%s: a login page is not taken for the file', async (deployment) => {
  bench = await simulatedJira({ deployment });
  const { attachments } = bench.client();
  bench.sim.addIssue();
  const made = await attachments.upload('OPS-1', { filename: 'x.txt', content: 'y' });
  const page = { headers: { 'content-type': 'text/html' }, body: '<html>Log in</html>' };
  bench.sim.fault.next('GET /**', { status: 200, ...page });
  bench.sim.fault.next('GET /**', { status: 302, headers: { location: 'http://127.0.0.1:1/login' } });
  const [whole, moved] = [await errorOf(attachments.download(made)), await errorOf(attachments.download(made))];
  expect([whole.code, moved.code]).toEqual(['JIRA_UNAVAILABLE', 'JIRA_UNAVAILABLE']);
  expect(whole.message).toBe(`download attachment ${made.id}: 19 bytes came, and it has 1`);
  expect((await attachments.download(made)).toString()).toBe('y');
});

test('what another host refuses says nothing of the credentials', async () => {
  bench = await simulatedJira();
  const { attachments } = bench.client();
  bench.sim.addIssue();
  const made = await attachments.upload('OPS-1', { filename: 'x.txt', content: 'y' });
  bench.sim.fault.next('GET /file/**', { status: 401, body: { message: 'Token expired.' } });
  const error = await errorOf(attachments.download(made));
  expect([error.code, error.status, error.serviceMessage]).toEqual(['JIRA_UNAVAILABLE', 401, 'Token expired.']);
  expect((await attachments.download(made)).toString()).toBe('y');
});

test('credentials go to no other host', async () => {
  bench = await simulatedJira({ deployment: 'data-center' });
  const error = await errorOf(
    bench.client().attachments.download({ id: '1', url: 'https://evil.example.com/secure/1', size: 1 }),
  );
  expect([error.code, bench.sim.requests.length]).toEqual(['JIRA_UNAVAILABLE', 0]);
});
