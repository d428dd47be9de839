import { type Clock, sleep } from '@opsbook/context';
import { isJiraError } from '../errors.ts';
import type { Issue } from './issue.ts';

/** What became of it. */
export interface EnsuredIssue {
  id: string;
  key: string;
  outcome: 'created' | 'found';
}

interface Ensuring {
  /** Those that carry the marker, the oldest first. */
  find: () => Promise<Issue[]>;
  create: () => Promise<{ id: string; key: string }>;
  clock: Clock;
}

/** Cloud's search shows an issue a while after it was made; the seconds between the looks for one that may be there. */
const LOOKS = [1, 2, 4, 8, 15];

/** See `Issues.ensure`. */
export async function ensureIssue({ find, create, clock }: Ensuring): Promise<EnsuredIssue> {
  const [there] = await find();
  if (there !== undefined) return { id: there.id, key: there.key, outcome: 'found' };
  try {
    return { ...(await create()), outcome: 'created' };
  } catch (error) {
    if (!isJiraError(error) || !error.outcomeUnknown) throw error;
    for (const seconds of LOOKS) {
      await sleep(clock, seconds * 1000);
      const [made] = await find();
      if (made !== undefined) return { id: made.id, key: made.key, outcome: 'created' };
    }
    throw error;
  }
}
