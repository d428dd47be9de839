import { type JiraSimulatorOptions, OPS } from '@opsbook/jira/testing';
import type { ConfigInput } from '@opsbook/services';
import { testSite } from '../site.test-support.ts';
import { SITE } from './create.test-support.ts';

const doc = (...paragraphs: string[]) => ({
  type: 'doc',
  version: 1,
  content: paragraphs.map((text) => ({ type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text }] })),
});

const design = {
  questions: {
    '3': { label: 'Project name', type: 'ts' },
    '25': { label: 'Contact e-mail', type: 'te' },
    '29': { label: 'Who is to use it', type: 'rt' },
    '32': { label: 'Cores', type: 'no' },
    '33': { label: 'Memory (GiB)', type: 'no' },
    '31': {
      label: 'Reachable from outside',
      type: 'cs',
      choices: [
        { id: '1', label: 'Yes' },
        { id: '2', label: 'No' },
      ],
    },
    '17': { label: 'GPUs', type: 'rt' },
  },
};

/** What somebody has answered: a form of Jira Forms, as its property holds it. */
export const answers = {
  '3': { text: 'shop' },
  '25': { text: 'shop-team@example.test' },
  '29': { adf: doc('alice, bob') },
  '32': { text: '8' },
  '33': { text: '16' },
  '31': { choices: ['2'] },
  '17': { adf: doc('') },
};

export const formOf = (more: object = {}) => ({ design, state: { status: 's', answers: { ...answers, ...more } } });

export const richAnswer = (...paragraphs: string[]) => ({ adf: doc(...paragraphs) });

/** A site whose desk has a workflow with an approval. */
export const DESK: JiraSimulatorOptions = {
  projects: [
    {
      ...OPS,
      key: 'HELP',
      statuses: {
        Open: 'new',
        'Waiting for approval': 'indeterminate',
        Approved: 'indeterminate',
        Resolved: 'done',
        Rejected: 'done',
      },
      transitions: [
        { id: '11', name: 'Ask', from: ['Open', 'Approved'], to: 'Waiting for approval' },
        { id: '21', name: 'Approve', from: ['Open', 'Waiting for approval'], to: 'Approved' },
        { id: '31', name: 'Reject', to: 'Rejected' },
        {
          id: '41',
          name: 'Resolve',
          from: ['Approved'],
          to: 'Resolved',
          screen: ['resolution'],
          required: ['resolution'],
        },
        { id: '51', name: 'Begin', from: ['Open', 'Waiting for approval'], to: 'Approved' },
      ],
    },
  ],
  serviceDesks: [],
};

export const INTAKE = {
  questions: { name: '3', email: '25', users: '29', cores: '32', ramMiB: '33', network: '31' },
  times: { ramMiB: 1024 },
  values: { network: { '1': 'external', '2': 'internal' } },
  others: { GPUs: '17' },
  every: 1800,
  approvers: ['bob'],
  doneStatus: 'Resolved',
  doneFields: { Resolution: 'Fixed' },
  links: [{ type: 'Relates', to: 'HELP-2' }],
} satisfies NonNullable<NonNullable<ConfigInput['projects']>['intake']>;

/** HELP-1 asks for a project; HELP-2 is what all of them are linked to. */
export async function intakeSite(intake: object = {}) {
  const config = { projects: { ...SITE.projects, userDomain: 'corp', intake: { ...INTAKE, ...intake } } };
  const site = await testSite({ jira: DESK, config });
  const issue = site.jira.addIssue({ project: 'HELP', type: 'Service Request', summary: 'A project please' });
  site.jira.addIssue({ project: 'HELP', summary: 'All projects' });
  issue.properties['proforma.forms.i1'] = formOf();
  return {
    ...site,
    issue,
    answer: (more: object) => {
      issue.properties['proforma.forms.i1'] = formOf(more);
    },
    /** The comments of the issue, by their markers. */
    comments: (): Record<string, { text: string; internal: boolean }> =>
      Object.fromEntries(
        issue.comments.map(({ properties, body }) => [
          String((properties['opsbook'] as { marker: string } | undefined)?.marker).replace('opsbook-new-project-', ''),
          { text: JSON.stringify(body), internal: 'sd.public.comment' in properties },
        ]),
      ),
    project: () => site.sim.state.projects.filter(({ name }) => name === 'shop'),
  };
}

export type IntakeSite = Awaited<ReturnType<typeof intakeSite>>;
