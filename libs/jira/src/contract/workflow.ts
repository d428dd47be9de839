import { describe, expect, test } from '@jest/globals';
import type { TargetOf } from './contract-target.ts';
import { codeOf, newIssue } from './issues.ts';

/** Transitions: the workflow is whatever the project has. */
export function workflowContract(target: TargetOf): void {
  describe('transitions', () => {
    test('lead to a status by its name, and are refused when there is none', async () => {
      const { transitions, issues } = target().client;
      const key = await newIssue(target());
      const { status } = await issues.get(key);
      const possible = await transitions.list(key);
      const open = possible.filter(
        ({ to, toDone, fields }) => to !== status && !toDone && !fields.some((field) => field.required),
      );
      expect(open.length).toBeGreaterThan(0);
      const [{ to, name } = { to: '', name: '' }] = open;
      const moved = await transitions.move(key, to.toUpperCase(), { from: status, via: [] });
      expect(moved).toEqual({ changed: true, from: status, to, steps: [{ transition: name, to }] });
      expect((await issues.get(key)).status).toBe(to);
      expect((await transitions.move(key, to)).changed).toBe(false);
      expect((await issues.statusChanges(key)).at(-1)).toMatchObject({ from: status, to });
      expect((await issues.namedFields(key)).find(({ id }) => id === 'summary')?.value).not.toBeNull();
      expect(await codeOf(transitions.move(key, 'No such status'))).toBe('JIRA_NO_TRANSITION');
      expect(await codeOf(transitions.perform(key, 'No such transition'))).toBe('JIRA_NO_TRANSITION');
      expect(await codeOf(transitions.move(key, status, { from: 'No such status' }))).toBe('JIRA_CONFLICT');
      expect((await issues.get(key)).status).toBe(to);
    });

    test('assign and watch', async () => {
      const { users, issues } = target().client;
      const key = await newIssue(target());
      const me = await users.myself();
      const ref = me.accountId === undefined ? { name: me.name ?? '' } : { accountId: me.accountId };
      await users.assign(key, ref);
      expect((await issues.get(key)).assignee?.displayName).toBe(me.displayName);
      await users.assign(key, null);
      expect((await issues.get(key)).assignee).toBeUndefined();
      await users.addWatcher(key, ref);
      await users.addWatcher(key, ref);
      const { fields } = await issues.get(key, { fields: ['watches'] });
      expect(fields['watches']).toMatchObject({ watchCount: 1 });
    });
  });
}
