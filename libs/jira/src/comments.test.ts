import { afterEach, describe, expect, test } from '@jest/globals';
import { code, paragraph } from './index.ts';
import { type SimulatedJira, errorOf, simulatedJira } from './simulated-jira.test-support.ts';

let bench: SimulatedJira;
afterEach(() => bench.stop());

describe.each(['cloud', 'data-center'] as const)('comments in %s', (deployment) => {
  const cloud = deployment === 'cloud';
  const path = `/rest/api/${cloud ? 3 : 2}/issue/OPS-1/comment`;
  const start = async (options = {}) => {
    bench = await simulatedJira({ deployment, ...options });
    bench.sim.addIssue();
    return bench.client().comments;
  };
  const comments = () => bench.sim.issue('OPS-1').comments;

  test('are added, listed over pages and changed', async () => {
    const client = await start({ pageSize: 2 });
    for (const number of [1, 2, 3, 4, 5]) await client.add('OPS-1', { body: `Comment ${number}` });
    const all = await client.list('OPS-1');
    expect(all).toHaveLength(5);
    expect(all[0]).toMatchObject({ author: { displayName: 'Robot' }, created: '2030-01-01T00:00:00.000Z' });
    await client.update('OPS-1', all[4]?.id ?? '', { body: 'Another text' });
    const text = JSON.stringify(comments()[4]?.body);
    expect(text).toContain('Another text');
    expect((await errorOf(client.update('OPS-1', '99', { body: 'x' }))).code).toBe('JIRA_NOT_FOUND');
    expect((await errorOf(client.update('OPS-1', '../1', { body: 'x' }))).code).toBe('JIRA_INVALID_INPUT');
    expect((await errorOf(client.add('OPS-1', { body: ' \n' }))).code).toBe('JIRA_INVALID_INPUT');
  });

  test('are looked at by their markers: what they say, and since when', async () => {
    const client = await start();
    const wanted = { marker: 'plan', body: 'The plan' };
    expect(await client.look('OPS-1', wanted)).toBeUndefined();
    const { id } = await client.ensure('OPS-1', wanted);
    const updated = '2030-01-01T00:00:00.000Z';
    expect(await client.look('OPS-1', wanted)).toEqual({ id, same: true, updated });
    expect(await client.look('OPS-1', { ...wanted, body: 'Another' })).toEqual({ id, same: false, updated });
  });

  test('may be for agents only, or for a role', async () => {
    const client = await start();
    await client.add('OPS-1', {
      body: 'secret',
      internal: true,
      visibility: { type: 'role', value: 'Administrators' },
    });
    expect(comments()[0]).toMatchObject({
      properties: { 'sd.public.comment': { internal: true } },
      visibility: { type: 'role', value: 'Administrators' },
    });
  });

  test('are found by their marker: added once, changed when the text changes, else left', async () => {
    const client = await start({ pageSize: 2 });
    await client.add('OPS-1', { body: 'before' });
    await client.add('OPS-1', { body: '{anchor:opsbook-state} is no marker' });
    const one = { marker: 'state', body: [paragraph('Step 1'), code('echo {code}', 'bash')] };
    const added = await client.ensure('OPS-1', one);
    expect(added.outcome).toBe('created');
    expect(await client.ensure('OPS-1', one)).toEqual({ id: added.id, outcome: 'unchanged' });
    await client.add('OPS-1', { body: 'after' });
    expect(await client.ensure('OPS-1', { marker: 'state', body: 'Step 2' })).toEqual({
      id: added.id,
      outcome: 'updated',
    });
    expect(await client.ensure('OPS-1', { marker: 'state', body: 'Step 2' })).toEqual({
      id: added.id,
      outcome: 'unchanged',
    });
    expect((await client.ensure('OPS-1', { marker: 'stat', body: 'Step 2' })).outcome).toBe('created');
    expect(await client.findMarked('OPS-1', 'state')).toBe(added.id);
    expect(await client.findMarked('OPS-1', 'other')).toBeUndefined();
    expect(comments()).toHaveLength(5);
    const [, , marked] = comments();
    if (cloud) expect(marked?.properties).toMatchObject({ opsbook: { marker: 'state' } });
    else expect(marked?.body).toBe('Step 2\n\n{anchor:opsbook-state}');
  });

  test('stay for agents only when their text changes', async () => {
    const client = await start();
    const one = { marker: 'm', body: 'a', internal: true };
    await client.ensure('OPS-1', one);
    expect((await client.ensure('OPS-1', { ...one, body: 'b' })).outcome).toBe('updated');
    expect(comments()[0]?.properties['sd.public.comment']).toEqual({ internal: true });
  });

  test('are looked for again when an answer is lost', async () => {
    const client = await start();
    bench.sim.fault.next(`POST ${path}`, { cut: 'after' });
    expect((await client.ensure('OPS-1', { marker: 'm', body: 'a' })).outcome).toBe('created');
    expect(comments()).toHaveLength(1);
    bench.sim.fault.next(`POST ${path}`, { cut: 'before' });
    const error = await errorOf(client.ensure('OPS-1', { marker: 'n', body: 'a' }));
    expect([error.code, error.outcomeUnknown]).toEqual(['JIRA_UNAVAILABLE', true]);
    bench.sim.fault.next(`GET ${path}`, { status: 200, body: { comments: [], total: 0 } });
    bench.sim.fault.next(`POST ${path}`, { cut: 'after' });
    bench.sim.fault.next(`GET ${path}`, { status: 404 });
    const gone = await errorOf(client.ensure('OPS-1', { marker: 'o', body: 'a' }));
    expect([gone.code, gone.outcomeUnknown]).toEqual(['JIRA_UNAVAILABLE', true]);
    expect((await errorOf(client.ensure('OPS-1', { marker: 'no way', body: 'a' }))).code).toBe('JIRA_INVALID_INPUT');
  });

  test('that are too long are refused by Jira, which says so', async () => {
    const client = await start();
    const error = await errorOf(client.add('OPS-1', { body: 'x'.repeat(32_768) }));
    expect(error).toMatchObject({
      code: 'JIRA_FIELDS',
      fields: { comment: expect.stringContaining('32,767') as unknown },
    });
  });
});
