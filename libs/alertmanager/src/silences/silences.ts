import type { Clock } from '@opsbook/context';
import type { Cluster } from '../cluster.ts';
import { saysExpired } from '../error-from-http.ts';
import { AlertmanagerError, isAlertmanagerError } from '../errors.ts';
import { formatMatcher } from '../matcher/format-matcher.ts';
import { sameMatchers } from '../matcher/same-matchers.ts';
import { type MatchersInput, toMatchers } from '../matcher/matchers-input.ts';
import { givenTime } from '../utc.ts';
import { covers } from './covers.ts';
import { type EnsuredSilence, ensureSilence } from './ensure-silence.ts';
import { type Lasting, endOf } from './period.ts';
import { type NewSilence, resolveSilence } from './resolve-silence.ts';
import { SilenceRequests, extended } from './silence-requests.ts';
import type { Silence, SilenceState } from './silence.ts';

/** Which silences. */
export interface SilenceFilter {
  /** Those that have every one of these matchers, written just so. */
  matchers?: MatchersInput;
  /** Default: all three. */
  states?: readonly SilenceState[];
}

/** Which silences have exactly these matchers. */
export interface SilenceSearch {
  /** All of its matchers, in any order. */
  matchers: MatchersInput;
  /** Default: active and pending. */
  states?: readonly SilenceState[];
  createdBy?: string;
  comment?: string;
}

/** The silences of a cluster. */
export class Silences {
  readonly #requests: SilenceRequests;
  readonly #clock: Clock;

  constructor(cluster: Cluster, clock: Clock) {
    this.#requests = new SilenceRequests(cluster);
    this.#clock = clock;
  }

  /** Active ones first (the next to end first), then pending (the next to start first), then expired (the latest first). */
  async list({ matchers, states }: SilenceFilter = {}): Promise<Silence[]> {
    const filter = matchers === undefined ? [] : toMatchers(matchers).map(formatMatcher);
    const silences = await this.#requests.list(filter);
    // Alertmanager leaves states out from 0.34 on only; older ones pass over the parameter.
    return silences.filter(({ state }) => states?.includes(state) ?? true);
  }

  /** @throws ALERTMANAGER_NOT_FOUND: none has this id, or it expired longer ago than they are kept (120 hours by default) */
  async get(id: string): Promise<Silence> {
    return this.#requests.get(id);
  }

  /** Those with exactly these matchers, in the order of {@link list}. */
  async find({ matchers, states = ['active', 'pending'], createdBy, comment }: SilenceSearch): Promise<Silence[]> {
    const wanted = toMatchers(matchers);
    const silences = await this.list({ matchers: wanted, states });
    return silences.filter(
      (silence) =>
        sameMatchers(silence.matchers, wanted) &&
        (createdBy === undefined || silence.createdBy === createdBy) &&
        (comment === undefined || silence.comment === comment),
    );
  }

  /**
   * The one with exactly these matchers that holds until a time at least, if there is one: an active one, or one that begins no
   * later than `from`. It only looks: the check of a step that ensures a silence.
   * @param until UTC ISO 8601
   * @param from the same; default now, for which a pending one does not do
   */
  async findFor(matchers: MatchersInput, until: string, from?: string): Promise<Silence | undefined> {
    const endsAt = givenTime(until, 'until');
    const begins = from === undefined ? undefined : givenTime(from, 'from');
    return (await this.find({ matchers })).find((silence) => covers(silence, begins) && silence.endsAt >= endsAt);
  }

  /**
   * Makes one, whatever others there are. It is sent once: after an error with `outcomeUnknown` look with {@link find} or
   * {@link findFor} before it is made again.
   * @throws ALERTMANAGER_INVALID_INPUT where its times are not in order or it would hold for every alert
   */
  async create(wanted: NewSilence): Promise<{ id: string }> {
    const { posted } = resolveSilence(wanted, this.#clock);
    return { id: await this.#requests.post(posted) };
  }

  /**
   * Lets one last longer; it is left alone where it already does. A `duration` counts from now.
   * @returns `changed`: whether anything was sent; the id is another one where it expired in that moment
   * @throws ALERTMANAGER_NOT_FOUND; ALERTMANAGER_CONFLICT: it has expired
   */
  async extend(id: string, lasting: Lasting): Promise<{ id: string; changed: boolean }> {
    const endsAt = endOf(lasting, this.#clock.now());
    const silence = await this.get(id);
    if (silence.state === 'expired') {
      const message = `extend silence ${id}: it expired at ${silence.endsAt}; Alertmanager would make another one`;
      throw new AlertmanagerError('ALERTMANAGER_CONFLICT', message);
    }
    if (silence.endsAt >= endsAt) return { id, changed: false };
    return { id: await this.#requests.post(extended(silence, endsAt)), changed: true };
  }

  /**
   * Ends one now. One that has ended is left as it is, and is no error.
   * @throws ALERTMANAGER_NOT_FOUND
   */
  async expire(id: string): Promise<void> {
    try {
      await this.#requests.expire(id);
    } catch (error) {
      if (!isAlertmanagerError(error) || !saysExpired(error)) throw error;
    }
  }

  /**
   * Sees to it that a silence with exactly these matchers holds for the time asked for, and touches no other. One that ends
   * too early is extended, keeping its author and comment, whoever made it. Where the answer to a change is lost it looks
   * again, and throws only if nothing is there.
   */
  async ensure(wanted: NewSilence): Promise<EnsuredSilence> {
    const { posted, from } = resolveSilence(wanted, this.#clock);
    return ensureSilence({
      find: () => this.find({ matchers: posted.matchers }),
      from,
      wanted: posted,
      post: (silence) => this.#requests.post(silence),
    });
  }
}
