import { type Matcher, type Silence, formatMatchers } from '@opsbook/alertmanager';
import { type RunContext, absent, done, keep } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { ensureDowntime } from '../downtime/ensure-downtime.ts';
import { marked, runOf, unmarked } from '../run-mark.ts';
import { silenceMatchers } from './silence-matchers.ts';
import type { QuietReport, SilenceReport } from './silence-report.ts';
import { watchersOf } from './watchers.ts';

/** The author that silences of runs have. */
export const AUTHOR = 'opsbook';

export interface Silencing {
  cloud: string;
  hypervisor: string;
  /** UTC ISO 8601 */
  endsAt: string;
  /** Why; the run is added. */
  comment: string;
}

/**
 * Keeps a hypervisor's alerts quiet until then, in Alertmanager and, where the cloud is in Icinga, there. A silence of the same
 * matchers is reused or made longer, whoever made it. Undo lifts what this run made.
 * @param part tells two calls of one run apart
 */
export async function ensureSilenced(ctx: RunContext<Services>, silencing: Silencing, part = ''): Promise<QuietReport> {
  const { cloud, hypervisor, endsAt } = silencing;
  const comment = marked(silencing.comment, ctx.id);
  const { alertmanager, icinga } = watchersOf(ctx.services, cloud);
  const silences: SilenceReport[] = [];
  for (const [index, matcher] of (alertmanager === null
    ? []
    : silenceMatchers(hypervisor, ctx.services.config.maintenance.silences)
  ).entries()) {
    const wanted = { matchers: [matcher], endsAt, comment };
    silences.push(await ensureSilence(ctx, alertmanager?.name, wanted, `silence ${index + 1}${part}`));
  }
  if (icinga === null) return { silences, downtimes: [] };
  const accepts = (there: string) => runOf(there) !== undefined && unmarked(there) === silencing.comment;
  const wish = { icinga: icinga.name, host: hypervisor, comment, endsAt, accepts };
  return { silences, downtimes: [await ensureDowntime(ctx, wish, `downtime${part}`)] };
}

interface Wanted {
  matchers: Matcher[];
  endsAt: string;
  comment: string;
}

async function ensureSilence(
  ctx: RunContext<Services>,
  alertmanager: string | undefined,
  { matchers, endsAt, comment }: Wanted,
  name: string,
): Promise<SilenceReport> {
  const client = ctx.services.alertmanager(alertmanager).silences;
  const text = formatMatchers(matchers);
  const known = await ctx.read(`${name} before`, async () => (await client.find({ matchers })).map(({ id }) => id));
  return await ctx.ensure<SilenceReport>(name, {
    check: async () => {
      const found = await client.findFor(matchers, endsAt);
      return found === undefined ? absent() : done(silenceReport(found));
    },
    change: () => client.ensure({ matchers, endsAt, comment, createdBy: AUTHOR }),
    undo: async () => {
      const now = await client.find({ matchers });
      const own = now.filter((one) => !known.includes(one.id) && one.createdBy === AUTHOR && one.comment === comment);
      if (own.length === 0) {
        const ends = now.map(({ id, endsAt: end }) => `${id} (until ${end})`).join(', ');
        keep(`it was there before, and was only made longer: ${ends}`);
      }
      for (const { id } of own) await client.expire(id);
    },
    preview: () => `${text}, until ${endsAt}`,
    assume: { id: 'not made yet', matchers: text, endsAt, comment, createdBy: AUTHOR },
    timeout: 120,
  });
}

export const silenceReport = ({ id, matchers, endsAt, comment, createdBy }: Silence): SilenceReport => ({
  id,
  matchers: formatMatchers(matchers),
  endsAt,
  comment,
  createdBy,
});
