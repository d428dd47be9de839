import { type Context, currentScope, sleep } from '@opsbook/context';
import { isJiraError } from '../errors.ts';
import { lookedAfter } from '../unknown-outcome.ts';
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
  context: Pick<Context, 'clock' | 'signal'>;
}

/** Cloud's search shows an issue a while after it was made; the seconds between the looks for one that may be there. */
const LOOKS = [1, 2, 4, 8, 15];

/** See `Issues.ensure`. */
export async function ensureIssue({ find, create, context }: Ensuring): Promise<EnsuredIssue> {
  const [there] = await find();
  if (there !== undefined) return { id: there.id, key: there.key, outcome: 'found' };
  try {
    return { ...(await create()), outcome: 'created' };
  } catch (error) {
    return lookedAfter(error, async () => {
      for (const seconds of LOOKS) {
        await sleep(context.clock, seconds * 1000, ending(context));
        const [made] = await find().catch(laterPerhaps);
        if (made !== undefined) return { id: made.id, key: made.key, outcome: 'created' as const };
      }
      return undefined;
    });
  }
}

// What cut the change short often fails the first look too.
function laterPerhaps(error: unknown): Issue[] {
  if (isJiraError(error) && error.code !== 'JIRA_ABORTED') return [];
  throw error;
}

function ending({ signal }: Pick<Context, 'signal'>): AbortSignal {
  return AbortSignal.any([signal, currentScope()?.signal].filter((one) => one !== undefined));
}
