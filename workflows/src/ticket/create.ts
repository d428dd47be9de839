import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { IssueReport, ensureIssue } from './ensure-issue.ts';
import { jira, jiraFields, labels, project, summary } from './fields.ts';
import { marker, markerOf } from './marker.ts';

/** Makes a Jira issue, once. */
export const createTicket = runbook({
  name: 'ticket.create',
  summary: 'Make a Jira issue, once',
  description:
    'Finds the issue by its marker, a label, and makes it if there is none. Run again with the same words it finds what it made. ' +
    'Everything is checked against what the project asks for before anything is made.',
  risk: 'safe',
  input: z.strictObject({
    jira,
    project,
    type: z.string().min(1).default('Task').describe('Type of the issue, as the project calls it'),
    summary,
    body: z.string().max(30_000).default('').describe('Description, plain text; blank lines part paragraphs'),
    epic: z.string().min(1).optional().describe('Key of the epic (or other parent) that it belongs to'),
    labels,
    components: z.array(z.string().min(1)).default([]).describe('Components, by name'),
    fields: jiraFields,
    marker: marker.optional(),
    evenIfDone: z.boolean().default(false).describe('Make another one where the one there is done'),
  }),
  output: IssueReport,
  replaces: [
    {
      action: 'jira.create_test_issue',
      call: {
        project: 'OPS',
        type: 'Task',
        summary: 'Replace the disk of hv1',
        body: 'Slot 3, see the alert.',
        epic: 'OPS-7',
        components: ['Dev Ops'],
      },
      better:
        'It answers the key, checks the epic before it makes anything, and makes one issue however often it is run.',
    },
  ],
  targets: ({ project: key, summary: words, marker: given }) => [`jira/${key}/${given ?? markerOf(key, words)}`],
  async run(ctx, input) {
    const { body, epic, components, evenIfDone, fields, ...issue } = input;
    return await ensureIssue(ctx, {
      ...issue,
      jira: input.jira,
      marker: input.marker ?? markerOf(input.project, input.summary),
      reuseDone: !evenIfDone,
      ...(body !== '' && { body }),
      ...(epic !== undefined && { parent: epic }),
      fields: { ...fields, ...(components.length > 0 && { Components: components }) },
    });
  },
});
