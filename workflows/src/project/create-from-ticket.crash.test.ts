import { expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { createProjectFromTicket } from './create-from-ticket.ts';
import { createProject } from './create.ts';
import { projectState } from './create.test-support.ts';
import { intakeSite } from './intake.test-support.ts';

it('ends the same however its process dies: one project, each comment once', async () => {
  const result = await crashEverywhere({
    runbooks: [createProjectFromTicket, createProject],
    input: { cloud: 'test', issue: 'HELP-1' },
    stride: crashStride(30),
    world: async () => {
      const own = await intakeSite();
      return {
        clock: own.clock,
        connect: own.connect,
        // Somebody approves, once the plan can be read.
        onWrite: () => {
          const [plan] = own.issue.comments;
          if (plan !== undefined && own.issue.status === 'Open' && own.clock.now() > plan.updated)
            own.jira.move('HELP-1', 'Approved', 'ada');
          return Promise.resolve();
        },
        state: () => ({
          project: projectState(own),
          history: own.issue.history,
          comments: Object.keys(own.comments()),
        }),
        effects: () => [
          ...own.project().map(({ name }) => `project ${name}`),
          ...own.issue.comments.map((_, index) => `comment ${index}`),
          ...own.jira.issues.map(({ key }) => key),
          ...own.jira.links.map(({ outward }) => `link to ${outward}`),
          ...own.issue.history,
        ],
        close: own.stop,
      };
    },
  });
  expect(result.undisturbed).toMatchObject({ status: 'done', state: { comments: ['plan', 'answer'] } });
  expect(result.crashed.length).toBeGreaterThan(3);
  expect(result.different).toEqual([]);
});
