import type { RunContext } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import type { EarlierMail } from './history.ts';

/** Name of the step that sends a mail, by which the audit trail is asked what people were told. */
export const SENT = 'sent';

// Of one person: years of weekly notices.
const MOST = 200;

/** What the trail has of a mail: nothing, where a person said that it was sent. */
interface Kept {
  about?: readonly { id?: string }[];
  matter?: string;
}

/** What earlier runs of this runbook told the person whom this lane is about, in this matter. */
export async function earlierMails(step: RunContext<Services>, matter: string | undefined): Promise<EarlierMail[]> {
  const sent = await step.earlier('told before', { path: `${step.path}/${SENT}`, limit: MOST });
  return sent.flatMap(({ at, after }) => {
    const kept = (after ?? {}) as Kept;
    return kept.about !== undefined && kept.matter !== matter ? [] : [{ at, about: idsOf(kept.about) }];
  });
}

/** null where the list was cut: it then ends with how many more there were. */
function idsOf(about: Kept['about']): string[] | null {
  const ids = about?.flatMap(({ id }) => id ?? []);
  return ids === undefined || ids.length < (about?.length ?? 0) ? null : ids;
}
