import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { EarlierMail } from './history.ts';

/** Name of the step that sends a mail, by which the audit trail is asked what people were told. */
export const SENT = 'sent';

// Of one person: years of weekly notices.
const MOST = 200;

/** What earlier runs of this runbook told the person whom this lane is about. */
export async function earlierMails(step: RunContext<Services>): Promise<EarlierMail[]> {
  const sent = await step.earlier('told before', { path: `${step.path}/${SENT}`, limit: MOST });
  return sent.map(({ at, after }) => ({ at, about: idsOf(after) }));
}

function idsOf(after: unknown): string[] | null {
  const { about } = (after ?? {}) as { about?: { id: string }[] };
  return about?.map(({ id }) => id) ?? null;
}
