import { bullets, paragraph } from '@opsbook/jira';
import { type RunContext, fail, refuse } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { attempt } from '../attempt.ts';
import { runbook } from '../runbook.ts';
import type { CreateInput } from './create-input.ts';
import { createProject } from './create.ts';
import { MARKER } from './ensure-project.ts';
import { ensureAnswered, ensureClosed } from './intake-answer.ts';
import { COMMENTS, ensureComment } from './intake-comment.ts';
import { IntakeInput } from './intake-input.ts';
import { type Round, planRound } from './intake-round.ts';
import { describeLeftovers, findLeftovers } from './leftovers.ts';

const Report = z.object({
  issue: z.string(),
  url: z.string(),
  /** null: the issue was answered before. */
  project: z.object({ id: z.string().nullable(), name: z.string() }).nullable(),
  /** What was approved. */
  plan: z.string().nullable(),
  /** Who moved the issue, by the name that Jira shows. */
  approvedBy: z.string().nullable(),
});

type Report = z.output<typeof Report>;

/** Whoever changes the answers faster than others read them has to come to an end. */
const MOST_ROUNDS = 20;

/** Makes the project that an issue asks for, once it is approved, and answers the issue. */
export const createProjectFromTicket = runbook({
  name: 'project.create-from-ticket',
  summary: 'Make the project that a Jira issue asks for, after it was approved',
  description:
    'Reads the answers of the issue (a form or plain fields, by `projects.intake` in the configuration) and checks them and all ' +
    'that `project.create` checks; what is wrong becomes an internal comment, and nothing is made. Then the plan is written as ' +
    'a comment, and waited for its approval: the issue moved to its approved status after the plan was written, or the run ' +
    'answered. Answers that change meanwhile are planned and asked for again. Then, each once: `project.create` as a run of ' +
    'its own, the answer, links, and the status at the end. If making it fails, an internal comment says what is there and ' +
    'what is left; run again, it goes on. An issue that was answered is only brought to its end. Cancelling leaves comments and ' +
    'what was made.',
  risk: 'safe',
  input: IntakeInput,
  output: Report,
  replaces: [
    {
      action: 'jira.request_new_project',
      call: { cloud: 'prod', issue: 'HELP-12' },
      better:
        'It works: every fault of the form is told in the ticket, and exactly what was approved is made, once, and answered.',
    },
  ],
  targets: ({ issue }) => [`jira/${issue}`],
  async run(ctx, input) {
    const { issue } = input;
    const jira = ctx.services.jira(input.jira);
    const report = { issue, url: jira.urlOf(issue) };
    const answered = await ctx.read(
      'answered',
      async () => (await jira.comments.findMarked(issue, COMMENTS.answer)) ?? null,
    );
    if (answered !== null) {
      await ensureClosed(ctx, input);
      return { ...report, project: null, plan: null, approvedBy: null };
    }
    const { wanted, hash, by } = await approved(ctx, input);
    const made = await attempt(() => ctx.run(createProject, wanted));
    if (!made.ok) {
      const told = await attempt(() => tellFailure(ctx, input, wanted, made.error.message));
      const why = told.ok ? '' : `; the issue was not told: ${told.error.message}`;
      fail(`the project ${wanted.name} was not made completely: ${made.error.message}${why}`, {
        ...report,
        ...{ project: null, plan: hash, approvedBy: by },
      });
    }
    // A plan shows what a failure would write, so that it is approved too.
    if (ctx.planning) await tellFailure(ctx, input, wanted, 'why');
    const { project, network } = made.value;
    await ensureAnswered(ctx, input, wanted, { id: project.id, network: network?.name ?? null });
    await ensureClosed(ctx, input);
    return { ...report, project, plan: hash, approvedBy: by };
  },
});

async function approved(
  ctx: RunContext<Services>,
  input: IntakeInput,
): Promise<{ wanted: CreateInput; hash: string; by: string | null }> {
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const { wanted, hash, verdict } = await inLane(ctx, `round ${round}`, input);
    if (verdict.is === 'refused') refuse(`the project ${wanted.name} was not approved: ${verdict.why}`);
    if (verdict.is === 'approved') return { wanted, hash, by: verdict.by };
  }
  refuse(`the answers in ${input.issue} have changed ${MOST_ROUNDS} times while they were to be approved`);
}

// A lane of its own: its steps have the same names in each round.
async function inLane(ctx: RunContext<Services>, name: string, input: IntakeInput): Promise<Round> {
  const { items } = await ctx.each(name, [input.issue], { key: (issue) => issue }, (step) => planRound(step, input));
  const { value, why = 'it was not tried', error } = items[0] ?? {};
  if (value !== undefined) return value;
  if (error?.kind === 'refused') refuse(error.message);
  throw Object.assign(new Error(error?.message ?? why), error);
}

/** What is there, and what to do. */
async function tellFailure(
  ctx: RunContext<Services>,
  { jira, issue }: IntakeInput,
  { cloud, name, email }: CreateInput,
  why: string,
): Promise<void> {
  const client = ctx.services.openstack(cloud);
  const there = await attempt(() =>
    ctx.read('what was made', async () => {
      const named = await client.identity.projects.list({ name });
      const project = named.find(({ tags }) => tags.includes(MARKER) && tags.includes(email));
      if (project === undefined) return 'Nothing of it is there.';
      const left = describeLeftovers(await findLeftovers(client, project.id));
      return `The project is there (${project.id})${left === '' ? '' : `, with ${left}`}.`;
    }),
  );
  const body = [
    paragraph(`Making the project ${name} has stopped:`),
    bullets([why, there.ok ? there.value : `What is there could not be seen: ${there.error.message}`]),
    paragraph('Everything else of the plan is left to be made: run it again when the cause is mended, it goes on.'),
  ];
  await ensureComment(ctx, 'failure told', {
    jira,
    issue,
    which: 'trouble',
    body,
    internal: true,
    when: 'only if it fails',
  });
}
