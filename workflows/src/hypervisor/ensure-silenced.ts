import { type Matcher, type Silence, formatMatchers, isAlertmanagerError } from '@opsbook/alertmanager';
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
 * matchers that lasts as long does, whoever made it; one that a run has made with the same comment is made longer, and what
 * people made is left as it is. Undo lifts what this run made.
 * @param part tells two calls of one run apart
 */
export async function ensureSilenced(ctx: RunContext<Services>, silencing: Silencing, part = ''): Promise<QuietReport> {
  const { cloud, hypervisor, endsAt } = silencing;
  const comment = marked(silencing.comment, ctx.id);
  const accepts = (there: string) => runOf(there) !== undefined && unmarked(there) === silencing.comment;
  const { alertmanager, icinga } = watchersOf(ctx.services, cloud);
  const silences: SilenceReport[] = [];
  for (const [index, matcher] of (alertmanager === null
    ? []
    : silenceMatchers(hypervisor, ctx.services.config.maintenance.silences)
  ).entries()) {
    const wanted = { matchers: [matcher], endsAt, comment, accepts };
    silences.push(await ensureSilence(ctx, alertmanager?.name, wanted, `silence ${index + 1}${part}`));
  }
  if (icinga === null) return { silences, downtimes: [] };
  const wish = { icinga: icinga.name, host: hypervisor, comment, endsAt, accepts };
  return { silences, downtimes: [await ensureDowntime(ctx, wish, `downtime${part}`)] };
}

interface Wanted {
  matchers: Matcher[];
  endsAt: string;
  comment: string;
  /** Which comments of runs stand at a silence that may be made longer. */
  accepts: (comment: string) => boolean;
}

async function ensureSilence(
  ctx: RunContext<Services>,
  alertmanager: string | undefined,
  { matchers, endsAt, comment, accepts }: Wanted,
  name: string,
): Promise<SilenceReport> {
  const client = ctx.services.alertmanager(alertmanager).silences;
  const text = formatMatchers(matchers);
  const ofRuns = async () =>
    (await client.find({ matchers, createdBy: AUTHOR, states: ['active'] })).filter((one) => accepts(one.comment));
  return await ctx.ensure<SilenceReport>(name, {
    check: async () => {
      const found = await client.findFor(matchers, endsAt);
      return found === undefined ? absent() : done(silenceReport(found));
    },
    change: async () => {
      const [longest] = (await ofRuns()).sort((a, b) => (a.endsAt < b.endsAt ? 1 : -1));
      if (longest !== undefined && (await extended(client.extend(longest.id, { endsAt })))) return;
      await client.create({ matchers, endsAt, comment, createdBy: AUTHOR });
    },
    undo: async () => {
      for (const { id } of (await ofRuns()).filter((one) => one.comment === comment)) await client.expire(id);
      const other = await client.findFor(matchers, endsAt);
      if (other !== undefined)
        keep(`it is silent until ${other.endsAt} by ${other.id} of ${other.createdBy}, which this run did not make`);
    },
    preview: () => `${text}, until ${endsAt}`,
    assume: { id: 'not made yet', matchers: text, endsAt, comment, createdBy: AUTHOR },
    timeout: 120,
  });
}

/** Whether it was made longer; not where it has expired in that moment. */
async function extended(extending: Promise<unknown>): Promise<boolean> {
  try {
    await extending;
    return true;
  } catch (error) {
    if (isAlertmanagerError(error) && ['not-found', 'conflict'].includes(error.kind)) return false;
    throw error;
  }
}

export const silenceReport = ({ id, matchers, endsAt, comment, createdBy }: Silence): SilenceReport => ({
  id,
  matchers: formatMatchers(matchers),
  endsAt,
  comment,
  createdBy,
});
