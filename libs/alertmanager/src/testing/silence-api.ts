import type { SimulatorRequest } from '@opsbook/http/testing';
import type { Matcher } from '../matcher/matcher.ts';
import { sameMatchers } from '../matcher/same-matchers.ts';
import { type WireMatcher, toMatcher, toWireMatcher } from '../silences/silence.ts';
import { type Api, filterOf } from './api.ts';
import { type Fields, bodyOf, isFields, required, unreadable } from './body.ts';
import type { SimulatedSilence } from './records.ts';
import { Refusal, checked, said } from './refusal.ts';
import { formatStamp, parseStamp, stampOf } from './stamp.ts';
import type { World } from './world.ts';

/** `/silences` and `/silence/{id}`. */
export function serveSilences(api: Api): void {
  const { world } = api;
  const { silences } = world;
  api.route('/silences', {
    GET: (request) => {
      const filter = filterOf(request);
      const matching = silences.kept().filter(({ matchers }) => filter.every((one) => hasMatcher(matchers, one)));
      return inOrder(world, matching).map((silence) => silenceView(world, silence));
    },
    POST: ({ body }) => {
      const silence = readSilence(body);
      if (silence.startsAt.at >= silence.endsAt.at) {
        throw said(400, 'Failed to create silence: start time must be before end time');
      }
      if (silence.endsAt.at < world.now()) throw said(400, "Failed to create silence: end time can't be in the past");
      return { silenceID: silences.set(silence) };
    },
  });
  api.route('/silence/:id', {
    GET: (request) => {
      const silence = silences.find(idOf(request));
      if (silence === undefined) throw new Refusal(404, undefined);
      return silenceView(world, silence);
    },
    DELETE: (request) => silences.expire(idOf(request)),
  });
}

const hasMatcher = (matchers: readonly Matcher[], wanted: Matcher): boolean =>
  matchers.some((one) => sameMatchers([one], [wanted]));

function idOf({ params }: SimulatorRequest): string {
  const { id = '' } = params;
  if (/^[\da-f]{8}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{4}-?[\da-f]{12}$/i.test(id)) return id;
  throw checked(422, 601, `silenceID in path must be of type uuid: ${JSON.stringify(id)}`);
}

const RANKS = { active: 0, pending: 1, expired: 2 };

function inOrder(world: World, silences: readonly SimulatedSilence[]): SimulatedSilence[] {
  const keyOf = (silence: SimulatedSilence): [number, number] => {
    const state = world.silences.stateOf(silence);
    const time = { active: silence.endsAt.at, pending: silence.startsAt.at, expired: -silence.endsAt.at }[state];
    return [RANKS[state], time];
  };
  return [...silences].sort((a, b) => {
    const [left, right] = [keyOf(a), keyOf(b)];
    return left[0] - right[0] || left[1] - right[1];
  });
}

const silenceView = (world: World, silence: SimulatedSilence): unknown => ({
  id: silence.id,
  status: { state: world.silences.stateOf(silence) },
  updatedAt: formatStamp(stampOf(silence.updatedAt)),
  comment: silence.comment,
  createdBy: silence.createdBy,
  endsAt: formatStamp(silence.endsAt),
  matchers: silence.matchers.map(toWireMatcher),
  startsAt: formatStamp(silence.startsAt),
});

function readSilence(body: unknown): SimulatedSilence {
  const posted = bodyOf(body, 'silence');
  if (!isFields(posted)) throw unreadable('silence', 'json: cannot unmarshal array into Go value');
  const startsAt = timeOf(posted, 'startsAt');
  const endsAt = timeOf(posted, 'endsAt');
  for (const name of ['comment', 'createdBy']) if (typeof posted[name] !== 'string') throw required(name);
  if (endsAt === undefined) throw required('endsAt');
  const matchers = readMatchers(posted['matchers']);
  if (startsAt === undefined) throw required('startsAt');
  return {
    id: typeof posted['id'] === 'string' ? posted['id'] : '',
    matchers,
    startsAt,
    endsAt,
    updatedAt: 0,
    createdBy: posted['createdBy'] as string,
    comment: posted['comment'] as string,
  };
}

function timeOf(posted: Fields, name: string): SimulatedSilence['startsAt'] | undefined {
  const text = posted[name];
  if (text === undefined || text === null) return undefined;
  const stamp = parseStamp(text);
  if (stamp === undefined) throw unreadable('silence', `parsing time ${JSON.stringify(text)}: it is none`);
  return stamp;
}

function readMatchers(posted: unknown): Matcher[] {
  if (!Array.isArray(posted)) throw required('matchers');
  if (posted.length === 0) throw checked(422, 612, 'matchers in body should have at least 1 items');
  return posted.map((one: unknown, index) => {
    const matcher = isFields(one) ? one : {};
    for (const name of ['isRegex', 'name', 'value']) {
      if (matcher[name] === undefined) throw required(`matchers.${index}.${name}`);
    }
    return toMatcher(matcher as unknown as WireMatcher);
  });
}
