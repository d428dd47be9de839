import { type CrashReport, crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { JiraSimulatorOptions } from '@opsbook/jira/testing';
import { testSite } from '../site.test-support.ts';

/** A site with a Jira. @param jira how it is */
export const ticketSite = (jira: JiraSimulatorOptions = {}) => testSite({ jira });

export type TicketSite = Awaited<ReturnType<typeof ticketSite>>;

/** What an issue says, without what differs from run to run. */
export const issuesOf = ({ jira }: TicketSite): string[] =>
  jira.issues.map(({ type, status, fields }) => {
    const labels = (fields['labels'] ?? []) as string[];
    return `${type} ${status}: ${String(fields['summary'])} [${labels.length}]`;
  });

/** Kills the process at its writes to the ledger. */
export const crashTickets = (
  runbooks: readonly [AnyRunbook<Services>, ...AnyRunbook<Services>[]],
  input: object,
  stride: number,
  story: (site: TicketSite) => void = () => undefined,
  jira: JiraSimulatorOptions = {},
): Promise<CrashReport> =>
  crashEverywhere<Services>({
    runbooks,
    input,
    stride: crashStride(stride),
    world: async () => {
      const site = await ticketSite(jira);
      story(site);
      return {
        clock: site.clock,
        connect: site.connect,
        state: () => issuesOf(site).sort(),
        effects: () => issuesOf(site),
        close: site.stop,
      };
    },
  });
