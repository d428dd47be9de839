import { inParallel } from '@opsbook/context';
import { type OpenStackClient, isOpenStackError } from '@opsbook/openstack';
import { fail } from '@opsbook/runbook';
import * as z from 'zod';
import { cloud, project } from '../fields.ts';
import { mustFind } from '../project/look-up.ts';
import { runbook } from '../runbook.ts';
import { factLines, findingKey, findings } from './finding.ts';
import { LISTED_KINDS, type ListedKind, type ListedKindName, type ListedObject } from './listed-objects.ts';

const object = z.object({ id: z.string(), name: z.string(), projectId: z.string() });

/** Asked for at once, and recorded in one step. */
const AT_ONCE = 8;
const PER_STEP = 96;

/** Finds what a service lists but does not have. */
export const findMissingObjects = runbook({
  name: 'audit.find-missing-objects',
  summary: 'Find servers, images or floating IPs that are listed but cannot be got',
  description:
    'Lists them, asks for each by its id, and lists again, so that what was deleted meanwhile is not taken for missing. What answers with ' +
    'another error than 404 is told apart, and the audit has then failed: it is no all-clear. It only reads.',
  risk: 'read-only',
  input: z.strictObject({
    cloud,
    kind: z.enum(Object.keys(LISTED_KINDS) as [ListedKindName]).describe('What is looked at'),
    project: project.optional().describe('Only of this project, by name or id; default: of all'),
  }),
  output: z.object({
    checked: z.number().describe('Objects asked for'),
    missing: z.array(object).describe('Listed twice, and not there in between'),
    unclear: z
      .array(z.object({ id: z.string(), why: z.string() }))
      .describe('Their service answered with another error'),
    byProject: z.record(z.string(), z.array(z.string())).describe('Ids of what is missing, by project'),
    findings,
  }),
  replaces: (['servers', 'images', 'floating-ips'] as const).map((kind) => ({
    action: `correctness.find.non.existent.${kind.replace('-', '.')}`,
    call: { cloud: 'prod', kind },
    better:
      'Eight are asked for at once, deletions under way are not reported, and one that answers with an error does not end the check.',
  })),
  async run(ctx, input) {
    const client = ctx.services.openstack(input.cloud);
    const kind: ListedKind = LISTED_KINDS[input.kind];
    const { project: name } = input;
    const of =
      name === undefined ? undefined : await mustFind(ctx, 'project', () => client.identity.projects.find(name));
    if (of === undefined) await ctx.read('sight of all projects', () => mustSeeAll(client));
    const listed = await ctx.read(input.kind, () => kind.list(client, of?.id));
    const gone: ListedObject[] = [];
    const unclear: { id: string; why: string }[] = [];
    for (let at = 0; at < listed.length; at += PER_STEP) {
      const some = listed.slice(at, at + PER_STEP);
      const answers = await ctx.read(`${at + 1} to ${at + some.length}`, () => faultsOf(client, kind, some));
      for (const { id, fault } of answers) {
        if (fault === 'gone') gone.push(...some.filter((one) => one.id === id));
        else unclear.push({ id, why: fault });
      }
      ctx.progress({ percent: Math.round((100 * (at + some.length)) / listed.length) });
    }
    const again = gone.length === 0 ? [] : await ctx.read('listed again', () => kind.list(client, of?.id));
    const still = new Set(again.map(({ id }) => id));
    const missing = gone.flatMap(({ id, ...one }) => (still.has(id) ? [{ id, ...one }] : []));
    const report = {
      checked: listed.length,
      missing,
      unclear,
      byProject: Object.fromEntries(
        [...Map.groupBy(missing, ({ projectId }) => projectId)].map(([id, all]) => [id, all.map((one) => one.id)]),
      ),
      findings: missing.map((one) => ({
        key: findingKey('missing-object', input.cloud, input.kind, one.id),
        title: `The ${kind.singular} ${one.name || one.id} on ${input.cloud} is listed but cannot be got`,
        body: factLines({ Id: one.id, Name: one.name, Project: one.projectId }),
      })),
    };
    if (unclear.length > 0) {
      fail(`${unclear.length} of ${listed.length} ${input.kind} could not be looked at: ${unclear[0]?.why}`, report);
    }
    return report;
  },
});

/**
 * Glance and neutron give to whom may not see everything what there is of their own project, without a word; to list all projects
 * takes the same rights, and is refused aloud.
 */
async function mustSeeAll({ identity }: OpenStackClient): Promise<void> {
  await identity.projects.list();
}

/** Those that do not answer as they should: `gone`, or what their service says. */
async function faultsOf(
  client: OpenStackClient,
  kind: ListedKind,
  objects: readonly ListedObject[],
): Promise<{ id: string; fault: string }[]> {
  const faults = await inParallel(objects, AT_ONCE, async ({ id }) => {
    try {
      await kind.get(client, id);
      return [];
    } catch (error) {
      if (!isOpenStackError(error) || error.kind === 'unauthorized' || error.kind === 'refused') throw error;
      return [{ id, fault: error.kind === 'not-found' ? 'gone' : error.message }];
    }
  });
  return faults.flat();
}
