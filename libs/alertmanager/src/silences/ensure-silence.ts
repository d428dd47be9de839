import { isAlertmanagerError } from '../errors.ts';
import { covers } from './covers.ts';
import { type PostedSilence, extended } from './silence-requests.ts';
import type { Silence } from './silence.ts';

/** What became of it. */
export interface EnsuredSilence {
  id: string;
  outcome: 'created' | 'extended' | 'reused';
  /** UTC ISO 8601. Later than asked for where one that lasts longer was there. */
  endsAt: string;
}

interface Ensuring {
  /** Those with the same matchers that are active or pending. */
  find: () => Promise<Silence[]>;
  /** Undefined: now. */
  from: string | undefined;
  wanted: PostedSilence;
  post: (silence: PostedSilence) => Promise<string>;
}

/** See `Silences.ensure`. */
export async function ensureSilence({ find, from, wanted, post }: Ensuring): Promise<EnsuredSilence> {
  const { endsAt } = wanted;
  const longest = async (): Promise<Silence | undefined> =>
    (await find()).filter((silence) => covers(silence, from)).sort((a, b) => (a.endsAt < b.endsAt ? 1 : -1))[0];

  const change = async (silence: PostedSilence): Promise<EnsuredSilence> => {
    const outcome = silence.id === undefined ? 'created' : 'extended';
    try {
      const id = await post(silence);
      // It expired in between, and Alertmanager made another one.
      return { id, outcome: silence.id === undefined || id === silence.id ? outcome : 'created', endsAt };
    } catch (error) {
      if (!isAlertmanagerError(error) || !error.outcomeUnknown) throw error;
      const made = await longest();
      if (made === undefined || made.endsAt < endsAt) throw error;
      return { id: made.id, outcome: made.id === silence.id ? 'extended' : 'created', endsAt: made.endsAt };
    }
  };

  const there = await longest();
  if (there === undefined) return change(wanted);
  if (there.endsAt >= endsAt) return { id: there.id, outcome: 'reused', endsAt: there.endsAt };
  try {
    return await change(extended(there, endsAt));
  } catch (error) {
    // Forgotten in between, or not known yet to the instance that took the change.
    if (!isAlertmanagerError(error) || error.code !== 'ALERTMANAGER_NOT_FOUND') throw error;
    return change(wanted);
  }
}
