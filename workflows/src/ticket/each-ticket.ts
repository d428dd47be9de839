import { type RunContext, fail } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { IssueReport } from './ensure-issue.ts';
import type { TicketsReport } from './request-report.ts';

/** Makes a ticket for each of these, goes on past those that cannot be made, and fails at the end if there were any. */
export async function eachTicket<T extends { summary: string; marker: string }>(
  ctx: RunContext<Services>,
  wanted: readonly T[],
  make: (step: RunContext<Services>, one: T) => Promise<IssueReport>,
): Promise<TicketsReport> {
  const { items } = await ctx.each(
    'ticket',
    wanted,
    { key: ({ marker }) => marker, label: ({ summary }) => summary, maxFailures: Infinity },
    make,
  );
  const report: TicketsReport = { tickets: [], skipped: [], failed: [] };
  for (const [index, { status, value, why = '' }] of items.entries()) {
    const summary = wanted[index]?.summary ?? '';
    if (value !== undefined) report.tickets.push({ ...value, summary });
    else if (status === 'failed') report.failed.push({ summary, why });
    else report.skipped.push({ summary, why });
  }
  if (report.failed.length > 0) fail(`${report.failed.length} of ${items.length} tickets could not be made`, report);
  return report;
}
