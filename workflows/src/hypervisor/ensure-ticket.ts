import { createHash } from 'node:crypto';
import { type RunContext, absent, done } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';

interface Host {
  cloud: string;
  hypervisor: string;
}

export interface Telling extends Host {
  summary: string;
  text: string;
}

// Two clouds may have hypervisors of the same name: the target tells them apart, whatever the clouds are called.
const markerOf = ({ services }: RunContext<Services>, { cloud, hypervisor }: Host): string => {
  const target = services.openstack(cloud).targetOf('hypervisor', hypervisor);
  const mark = createHash('sha256').update(target).digest('hex').slice(0, 12);
  return `opsbook-maintain-${hypervisor.replace(/[^\w.-]/g, '_').slice(0, 90)}-${mark}`;
};

/**
 * One open issue per hypervisor, found by its label, and in it one comment for this run. Null where no tickets are configured.
 * A plan shows both: they are made only if a step fails.
 */
export async function ensureTicket(
  ctx: RunContext<Services>,
  { summary, text, ...host }: Telling,
): Promise<string | null> {
  const { ticket } = ctx.services.config.maintenance;
  if (ticket === undefined) return null;
  const { issues, comments } = ctx.services.jira(ticket.jira);
  const marker = markerOf(ctx, host);
  const { key } = await ctx.ensure<{ key: string }>('ticket', {
    check: async () => {
      if (ctx.planning) return absent();
      const [found] = await issues.findMarked(ticket.project, marker, { reuseDone: false });
      return found === undefined ? absent() : done({ key: found.key });
    },
    change: () =>
      issues.ensure({
        project: ticket.project,
        type: ticket.type,
        labels: ticket.labels,
        summary: `Maintenance of ${host.hypervisor} in ${host.cloud} has stopped`,
        body: 'Each run that stops tells of itself in a comment. Close this when the hypervisor is in service again.',
        marker,
        reuseDone: false,
      }),
    preview: () => `only if a step fails: an issue in ${ticket.project}, unless one is open`,
    assume: { key: 'not made yet' },
    timeout: 300,
  });
  const comment = `run-${ctx.id}`;
  await ctx.ensure<unknown>('comment', {
    check: async () => (!ctx.planning && (await comments.findMarked(key, comment)) !== undefined ? done() : absent()),
    change: () => comments.ensure(key, { marker: comment, body: `${summary}\n\n${text}` }),
    preview: () => 'only if a step fails: what this run has left behind',
    assume: undefined,
    timeout: 120,
  });
  return key;
}

/** Tells an issue that an earlier run left open that the maintenance went through. @param outcome what has become of the host */
export async function ensureTicketTold(
  ctx: RunContext<Services>,
  { outcome, ...host }: Host & { outcome: string },
): Promise<string | null> {
  const { ticket } = ctx.services.config.maintenance;
  if (ticket === undefined) return null;
  const { issues, comments } = ctx.services.jira(ticket.jira);
  const open = async () =>
    (await issues.findMarked(ticket.project, markerOf(ctx, host), { reuseDone: false }))[0]?.key ?? null;
  const comment = `run-${ctx.id}`;
  return await ctx.ensure<string | null>('open ticket told', {
    check: async () => {
      if (ctx.planning) return absent();
      const key = await open();
      return key === null || (await comments.findMarked(key, comment)) !== undefined ? done(key) : absent();
    },
    change: async () => {
      const key = await open();
      const body = `${host.hypervisor} in ${host.cloud} ${outcome} (run ${ctx.id}).`;
      if (key !== null) await comments.ensure(key, { marker: comment, body });
    },
    preview: () => 'only if an earlier run left one open',
    assume: null,
    timeout: 120,
  });
}
