import { labelTest, type Labels } from '../matcher/label-test.ts';
import type { Matcher } from '../matcher/matcher.ts';
import { quote } from '../matcher/quote.ts';
import { regexp } from '../re2/regexp.ts';
import type { SilenceState } from '../silences/silence.ts';
import type { SimulatedSilence } from './records.ts';
import { said } from './refusal.ts';
import { stampOf } from './stamp.ts';

/** The silences, with Alertmanager's rules for changing them. */
export class SilenceStore {
  readonly silences: SimulatedSilence[] = [];
  readonly #tests = new WeakMap<readonly Matcher[], (labels: Labels) => boolean>();
  #count = 0;
  readonly #now: () => number;
  readonly #retention: () => number;

  /** @param retention seconds */
  constructor(now: () => number, retention: () => number) {
    this.#now = now;
    this.#retention = retention;
  }

  stateOf({ startsAt, endsAt }: SimulatedSilence): SilenceState {
    const now = this.#now();
    if (now < startsAt.at) return 'pending';
    return now < endsAt.at ? 'active' : 'expired';
  }

  /** Those that are still kept. */
  kept(): SimulatedSilence[] {
    const oldest = this.#now() - this.#retention() * 1000;
    return this.silences.filter(({ endsAt }) => endsAt.at > oldest);
  }

  find(id: string): SimulatedSilence | undefined {
    return this.kept().find((silence) => silence.id === id);
  }

  /** Ids of the active ones that hold for an alert. */
  silencing(labels: Labels): string[] {
    return this.silences
      .filter((silence) => this.stateOf(silence) === 'active' && this.#testOf(silence)(labels))
      .map(({ id }) => id)
      .sort();
  }

  #testOf({ matchers }: SimulatedSilence): (labels: Labels) => boolean {
    const test = this.#tests.get(matchers) ?? labelTest(matchers);
    this.#tests.set(matchers, test);
    return test;
  }

  /** Makes one, or changes the one with its id; what cannot be changed expires, and another one is made. Answers the id. */
  set(given: SimulatedSilence): string {
    const now = this.#now();
    const previous = given.id === '' ? undefined : this.find(given.id);
    if (given.id !== '' && previous === undefined) throw said(404, 'silence not found');
    if (previous !== undefined && this.#canBecome(previous, given)) {
      validate(given);
      Object.assign(previous, given, { updatedAt: now });
      return previous.id;
    }
    if (previous !== undefined) this.#expire(previous);
    validate(given);
    this.#count += 1;
    const id = `5117e0ce-0000-4000-8000-${String(this.#count).padStart(12, '0')}`;
    const startsAt = given.startsAt.at < now ? stampOf(now) : given.startsAt;
    this.silences.push({ ...given, id, startsAt, updatedAt: now });
    return id;
  }

  expire(id: string): void {
    const silence = this.find(id);
    if (silence === undefined) throw said(500, 'silence not found');
    this.#expire(silence);
  }

  #expire(silence: SimulatedSilence): void {
    const now = this.#now();
    const state = this.stateOf(silence);
    if (state === 'expired') return;
    if (state === 'pending') silence.startsAt = stampOf(now);
    silence.endsAt = stampOf(now);
    silence.updatedAt = now;
  }

  // What was silenced must not change in retrospect. The order of the matchers counts.
  #canBecome(previous: SimulatedSilence, next: SimulatedSilence): boolean {
    const now = this.#now();
    if (JSON.stringify(previous.matchers) !== JSON.stringify(next.matchers)) return false;
    switch (this.stateOf(previous)) {
      case 'active':
        return second(previous.startsAt.at) === second(next.startsAt.at) && next.endsAt.at >= now;
      case 'pending':
        return next.startsAt.at >= now;
      case 'expired':
        return false;
    }
  }
}

const second = (time: number): number => Math.floor(time / 1000);

function validate({ matchers }: SimulatedSilence): void {
  for (const [index, matcher] of matchers.entries()) {
    const why = faultOf(matcher);
    if (why !== undefined) throw said(400, `silence invalid: invalid label matcher ${index}: ${why}`);
  }
  if (matchers.every(passesEmpty)) {
    throw said(400, 'silence invalid: at least one matcher must not match the empty string');
  }
}

function faultOf({ name, operator, value }: Matcher): string | undefined {
  if (!/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name)) return `invalid label name ${quote(name)}`;
  if (!operator.endsWith('~')) return undefined;
  try {
    regexp(value);
    return undefined;
  } catch (error) {
    return `invalid regular expression ${quote(value)}: error parsing regexp: ${(error as Error).message}`;
  }
}

const passesEmpty = ({ operator, value }: Matcher): boolean =>
  operator === '=' ? value === '' : operator === '=~' && regexp(value)('');
