import { describe, expect, test } from '@jest/globals';
import type { TargetOf } from './contract-target.ts';
import { codeOf, newIssue } from './issues.ts';

/** Comments and attachments. */
export function conversationContract(target: TargetOf): void {
  describe('comments', () => {
    test('are added, ensured by a marker and listed in order', async () => {
      const { comments, users } = target().client;
      const key = await newIssue(target());
      const first = await comments.add(key, { body: 'one *1*\n\ntwo {code}' });
      expect(first.author?.displayName).toBe((await users.myself()).displayName);
      const wanted = { marker: 'state', body: 'Step 1: `x` & *y*' };
      expect(await comments.findMarked(key, 'state')).toBeUndefined();
      const made = await comments.ensure(key, wanted);
      expect(made.outcome).toBe('created');
      expect(await comments.ensure(key, wanted)).toEqual({ id: made.id, outcome: 'unchanged' });
      await comments.add(key, { body: 'three' });
      expect(await comments.ensure(key, { ...wanted, body: 'Step 2' })).toEqual({ id: made.id, outcome: 'updated' });
      expect(await comments.ensure(key, { ...wanted, body: 'Step 2' })).toEqual({ id: made.id, outcome: 'unchanged' });
      expect(await comments.findMarked(key, 'state')).toBe(made.id);
      const all = await comments.list(key);
      expect(all.map(({ id }) => id).slice(0, 2)).toEqual([first.id, made.id]);
      expect(all).toHaveLength(3);
      expect(JSON.stringify(all[1]?.body)).toContain('Step 2');
    });

    test('are refused when they are too long, or for an issue that is none', async () => {
      const { client, project } = target();
      const key = await newIssue(target());
      expect(await codeOf(client.comments.add(key, { body: 'x'.repeat(32_768) }))).toBe('JIRA_FIELDS');
      expect(await codeOf(client.comments.add(`${project}-99999999`, { body: 'x' }))).toBe('JIRA_NOT_FOUND');
      expect(await codeOf(client.comments.update(key, '99999999', { body: 'x' }))).toBe('JIRA_NOT_FOUND');
    });
  });

  describe('attachments', () => {
    test('come back byte by byte', async () => {
      const { attachments } = target().client;
      const key = await newIssue(target());
      expect(await attachments.list(key)).toEqual([]);
      const content = Buffer.from(Array.from({ length: 512 }, (_, at) => at % 256));
      const made = await attachments.upload(key, { filename: 'contract ü.bin', content });
      expect(made).toMatchObject({ filename: 'contract ü.bin', size: 512 });
      const listed = await attachments.list(key);
      expect(listed.map(({ id, filename }) => [id, filename])).toEqual([[made.id, 'contract ü.bin']]);
      expect(Buffer.compare(await attachments.download(made), content)).toBe(0);
    });
  });
}
