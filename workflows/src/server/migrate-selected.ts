import { type RunContext, fail, refuse, skip } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { checkQuery, isReadable } from '../find/check-query.ts';
import { queryFields } from '../find/query-fields.ts';
import { runQuery } from '../find/run-query.ts';
import { runbook } from '../runbook.ts';
import { eligibility } from './eligibility.ts';
import { moveFields } from './move-fields.ts';
import { moveIfEligible } from './move-if-eligible.ts';
import { MoveReport } from './move-report.ts';
import { foresee } from './preflight/foresee.ts';
import type { Sought } from './preflight/sought.ts';
import { Preflight } from './preflight/preflight.ts';
import { refuseDestination } from './refuse-destination.ts';

const Input = z
  .strictObject({
    cloud: queryFields.cloud,
    where: queryFields.where
      .unwrap()
      .min(1)
      .describe('Conditions that all hold of the servers to move: `host=hv7`, `flavor.name~^g-`, `updated<60d`'),
    most: z.int().min(1).max(1000).default(50).describe('Refuse, should it find more than this'),
    ...moveFields,
    concurrency: z.int().min(1).max(20).default(2).describe('Servers moved at once'),
    maxFailures: z.int().min(0).optional().describe('Stop after more failures than this; default: try every server'),
  })
  .superRefine(
    (input, checked) =>
      checkQuery('servers', { cloud: input.cloud, where: input.where }, (path, message) =>
        checked.addIssue({ code: 'custom', path, message }),
      ),
    { when: ({ value }) => isReadable(pick(value)) },
  );

type Input = z.output<typeof Input>;

const about = { id: z.string().describe('UUID of the server'), name: z.string() };

/** Moves the servers that a query finds. */
export const migrateSelected = runbook({
  name: 'server.migrate-selected',
  summary: 'Move the servers that a query finds to other hypervisors',
  description:
    'Finds servers as server.find does, and moves each as server.migrate does, going on past those that cannot be moved or ' +
    'fail. The plan lists them, and says which no host would take. It is refused when the query finds more than expected. It has ' +
    'failed if a server failed; those that were skipped are named with the reason. Servers that have moved stay where they are.',
  risk: 'disruptive',
  input: Input,
  output: z.object({
    found: z.int(),
    moved: z.array(MoveReport),
    skipped: z.array(z.object({ ...about, why: z.string() })),
    failed: z.array(z.object({ ...about, why: z.string(), requestId: z.string().nullable() })),
    forecast: Preflight.optional().describe('In a plan: where the servers could go'),
  }),
  targets: (input, services) => [services.openstack(input.cloud).targetOf('servers', 'selected')],
  async run(ctx, input) {
    const { cloud: cloudName, destination } = input;
    const { compute } = ctx.services.openstack(cloudName);
    if (destination !== undefined) await refuseDestination(ctx, cloudName, destination);
    const found = await selected(ctx, input);
    const foreseen = await foresee(ctx, input, async () => {
      const servers = await compute.servers.list();
      return found.flatMap(({ id }): Sought[] => {
        const server = servers.find((one) => one.id === id);
        const plan = server && eligibility(server, ctx.services.config.migration.policies, input);
        const isMovable = server !== undefined && server.host !== null && plan?.eligible === true;
        return isMovable ? [{ server, how: plan.how }] : [];
      });
    });
    const { items } = await ctx.each(
      'move',
      found,
      {
        key: ({ id }) => id,
        label: ({ name }) => name,
        concurrency: input.concurrency,
        maxFailures: input.maxFailures ?? Infinity,
      },
      async (step, { id }) => {
        const server = await step.read('server', () => compute.servers.get(id));
        const { host: from } = server;
        if (from === null) skip(`it is on no hypervisor (${server.status})`);
        if (from === destination) skip(`it is on ${from} already`);
        return await moveIfEligible(step, { server, from }, input, foreseen);
      },
    );
    const named = (id: string) => ({ id, name: found.find((server) => server.id === id)?.name ?? id });
    const report = {
      found: found.length,
      moved: items.flatMap(({ value }) => value ?? []),
      skipped: items.flatMap(({ key, status, why = '' }) => (status === 'skipped' ? [{ ...named(key), why }] : [])),
      failed: items.flatMap(({ key, status, why = '', error }) =>
        status === 'failed' ? [{ ...named(key), why, requestId: error?.requestId ?? null }] : [],
      ),
      ...(foreseen.forecast && { forecast: foreseen.forecast }),
    };
    if (!ctx.planning && report.failed.length > 0)
      fail(`${report.failed.length} of ${found.length} servers failed`, report);
    return report;
  },
});

/** In the order of their names, so that a plan reads the same twice. */
async function selected(
  ctx: RunContext<Services>,
  { cloud, where, most }: Input,
): Promise<{ id: string; name: string }[]> {
  const now = await ctx.now();
  const text = { resource: 'servers', where, select: 'id,name', sort: 'name,id', allProjects: true };
  const { rows, truncated } = await ctx.read('servers', () =>
    runQuery(ctx.services.openstack(cloud), text, { now, limit: most }),
  );
  if (truncated)
    refuse(`more than ${most} servers fulfil these conditions: narrow them, or give a larger number as most`);
  return rows.map(({ id, name }) => ({ id: id as string, name: name as string }));
}

const pick = (value: unknown): object => {
  const { cloud, where } = (value ?? {}) as Record<string, unknown>;
  return { cloud, where };
};
