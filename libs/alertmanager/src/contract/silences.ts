/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access,
   typescript/no-unsafe-argument -- answers are looked into as they come: their shape is what is under test */
import { afterAll, describe, expect, test } from '@jest/globals';
import { sleep } from '@opsbook/context';
import { MARK, type TargetOf, at } from './contract-target.ts';
import type { Json, WireAnswer } from './wire.ts';

const matcher = (name: string, value: string, isRegex = false, isEqual = true) => ({ name, value, isRegex, isEqual });
const NOBODY = '00000000-0000-4000-8000-000000000000';

/** Making, changing, ending and listing silences, and the refusals. */
export function silencesContract(target: TargetOf): void {
  describe('silences', () => {
    const made = new Set<string>();
    const post = async (given: object): Promise<WireAnswer> => {
      const silence = {
        matchers: [matcher(MARK, 'silences'), matcher('host', 'h[12]', true)],
        startsAt: at(target(), -3600),
        endsAt: at(target(), 600),
        createdBy: 'contract',
        comment: 'test',
        ...given,
      };
      const answer = await target().wire.send('POST', '/api/v2/silences', { body: silence });
      if (answer.status === 200) made.add(answer.body.silenceID);
      return answer;
    };
    const create = async (given: object = {}): Promise<string> => {
      const answer = await post(given);
      expect(answer.status).toBe(200);
      return answer.body.silenceID as string;
    };
    const read = async (id: string): Promise<Json> => (await target().wire.send('GET', `/api/v2/silence/${id}`)).body;
    const expire = (id: string) => target().wire.send('DELETE', `/api/v2/silence/${id}`);

    afterAll(async () => {
      for (const id of made) await expire(id);
    });

    test('begin no earlier than now, and are told with every field', async () => {
      const before = target().clock.now();
      const endsAt = at(target(), 600);
      const id = await create({ endsAt });
      const silence = await read(id);
      expect(Object.keys(silence).sort()).toEqual(
        ['comment', 'createdBy', 'endsAt', 'id', 'matchers', 'startsAt', 'status', 'updatedAt'].sort(),
      );
      expect(silence).toMatchObject({
        id,
        endsAt,
        createdBy: 'contract',
        comment: 'test',
        status: { state: 'active' },
      });
      expect(silence.matchers).toEqual([matcher(MARK, 'silences'), matcher('host', 'h[12]', true)]);
      expect(Math.abs(Date.parse(silence.startsAt) - before)).toBeLessThan(5000);
      expect(silence.updatedAt).toBe(silence.startsAt);
    });

    test('keep the zone in which a time was posted', async () => {
      const local = new Date(target().clock.now() + 600_000 + 7_200_000).toISOString().slice(0, 19);
      expect((await read(await create({ endsAt: `${local}.1239+02:00` }))).endsAt).toBe(`${local}.123+02:00`);
    });

    test('are changed in place where the past stays as it was', async () => {
      const id = await create();
      const { startsAt, matchers } = await read(id);
      const endsAt = at(target(), 1200);
      expect(await create({ id, startsAt, matchers, endsAt, comment: 'longer', createdBy: 'other' })).toBe(id);
      expect(await read(id)).toMatchObject({ startsAt, endsAt, comment: 'longer', createdBy: 'other' });
      const shorter = at(target(), 300);
      expect(await create({ id, startsAt, matchers, endsAt: shorter })).toBe(id);
      expect((await read(id)).endsAt).toBe(shorter);
    });

    test.each([
      ['a matcher changes', { matchers: [matcher(MARK, 'silences'), matcher('host', 'h[13]', true)] }],
      ['the matchers come in another order', { matchers: [matcher('host', 'h[12]', true), matcher(MARK, 'silences')] }],
      ['the start changes', { startsAt: '2020-01-01T00:00:00Z' }],
    ])('are replaced by another one where %s', async (_, change) => {
      const id = await create();
      const { startsAt, matchers } = await read(id);
      const next = await create({ id, startsAt, matchers, ...change });
      expect(next).not.toBe(id);
      expect((await read(id)).status.state).toBe('expired');
      expect((await read(next)).status.state).toBe('active');
    });

    test('that are pending may begin at another time, but not in the past', async () => {
      const id = await create({ startsAt: at(target(), 100) });
      expect((await read(id)).status.state).toBe('pending');
      const { matchers } = await read(id);
      const startsAt = at(target(), 200);
      expect(await create({ id, matchers, startsAt })).toBe(id);
      expect((await read(id)).startsAt).toBe(startsAt);
      const next = await create({ id, matchers });
      expect(next).not.toBe(id);
      const [old, young] = [await read(id), await read(next)];
      expect(old.status.state).toBe('expired');
      expect(old.startsAt).toBe(old.endsAt);
      expect(young.status.state).toBe('active');
    });

    test('that expired come back as another one', async () => {
      const id = await create();
      expect((await expire(id)).status).toBe(200);
      const ended = await read(id);
      expect(ended.status.state).toBe('expired');
      expect(ended.updatedAt).toBe(ended.endsAt);
      const next = await create({ id, matchers: ended.matchers, startsAt: ended.startsAt });
      expect(next).not.toBe(id);
      expect((await read(id)).endsAt).toBe(ended.endsAt);
    });

    test('may be expired twice, and before they begin', async () => {
      const id = await create({ startsAt: at(target(), 100) });
      const first = await expire(id);
      expect(first.status).toBe(200);
      expect(first.body).toBeUndefined();
      const ended = await read(id);
      expect(ended.startsAt).toBe(ended.endsAt);
      expect((await expire(id)).status).toBe(200);
      expect((await read(id)).updatedAt).toBe(ended.updatedAt);
    });

    test('end by themselves', async () => {
      const id = await create({ endsAt: at(target(), 1) });
      expect((await read(id)).status.state).toBe('active');
      await sleep(target().clock, 1200);
      expect((await read(id)).status.state).toBe('expired');
    });

    test('are listed by state and time, and filtered by matchers as they are written', async () => {
      const matchers = [matcher(MARK, 'list'), matcher('host', 'h.*', true, false)];
      const late = await create({ matchers, endsAt: at(target(), 900) });
      const soon = await create({ matchers, endsAt: at(target(), 800) });
      const second = await create({ matchers, startsAt: at(target(), 300) });
      const first = await create({ matchers, startsAt: at(target(), 200) });
      const old = await create({ matchers });
      await expire(old);
      await sleep(target().clock, 5);
      const recent = await create({ matchers });
      await expire(recent);
      const idsFor = async (...filter: string[]): Promise<string[]> => {
        const { status, body } = await target().wire.send('GET', '/api/v2/silences', { query: { filter } });
        expect(status).toBe(200);
        const own = [late, soon, second, first, old, recent];
        return (body as Json[]).map(({ id }) => id as string).filter((id) => own.includes(id));
      };
      const all = [soon, late, first, second, recent, old];
      expect(await idsFor()).toEqual(all);
      expect(await idsFor(`${MARK}=list`)).toEqual(all);
      expect(await idsFor(`${MARK}="list"`, 'host!~"h.*"')).toEqual(all);
      expect(await idsFor('host!~h')).toEqual([]);
      expect(await idsFor('host=~"h.*"')).toEqual([]);
      expect(await idsFor(`${MARK}=~"list"`)).toEqual([]);
      expect(await idsFor('absent=""')).toEqual([]);
    });

    test.each([
      ['no matchers', { matchers: [] }, 422, { code: 612, message: 'matchers in body should have at least 1 items' }],
      ['no comment', { comment: undefined }, 422, { code: 602, message: 'comment in body is required' }],
      ['no author', { createdBy: undefined }, 422, { code: 602, message: 'createdBy in body is required' }],
      ['no end', { endsAt: undefined }, 422, { code: 602, message: 'endsAt in body is required' }],
      ['no start', { startsAt: undefined }, 422, { code: 602, message: 'startsAt in body is required' }],
      [
        'a matcher without isRegex',
        { matchers: [{ name: 'a', value: 'b' }] },
        422,
        { code: 602, message: 'matchers.0.isRegex in body is required' },
      ],
      [
        'only empty matchers',
        { matchers: [matcher('a', ''), matcher('b', 'x*', true), matcher('c', 'yx|', true)] },
        400,
        'silence invalid: at least one matcher must not match the empty string',
      ],
      [
        'no name of a label',
        { matchers: [matcher('a b', 'c')] },
        400,
        'silence invalid: invalid label matcher 0: invalid label name "a b"',
      ],
      [
        'an end before the start',
        { startsAt: '2100-01-02T00:00:00Z', endsAt: '2100-01-01T00:00:00Z' },
        400,
        'Failed to create silence: start time must be before end time',
      ],
      [
        'an end at the start',
        { startsAt: '2100-01-01T00:00:00Z', endsAt: '2100-01-01T00:00:00Z' },
        400,
        'Failed to create silence: start time must be before end time',
      ],
      [
        'an end in the past',
        { startsAt: '2020-01-01T00:00:00Z', endsAt: '2021-01-01T00:00:00Z' },
        400,
        "Failed to create silence: end time can't be in the past",
      ],
      ['an unknown id', { id: NOBODY }, 404, 'silence not found'],
      ['an id that is none', { id: 'x' }, 404, 'silence not found'],
    ])('are refused with %s', async (_, given, status, said) => {
      const answer = await post(given);
      expect(answer.status).toBe(status);
      expect(answer.body).toEqual(said);
    });

    test('take a negation for something that does not match the empty text', async () => {
      const id = await create({ matchers: [matcher('opsbook_contract_absent', '', false, false)] });
      expect((await read(id)).matchers[0].isEqual).toBe(false);
      await expire(id);
    });

    test('are refused with a bad expression, as it is and not anchored', async () => {
      for (const value of ['(', 'a)|(?:b', '(?=x)', '\\1']) {
        const answer = await post({ matchers: [matcher(MARK, 'x'), matcher('a', value, true)] });
        expect(answer.status).toBe(400);
        expect(answer.body).toMatch(/^silence invalid: invalid label matcher 1: invalid regular expression "/);
      }
    });

    test('that are unknown are a 404 to read and a 500 to expire, and no UUID a 422', async () => {
      const unknown = await target().wire.send('GET', `/api/v2/silence/${NOBODY}`);
      expect(unknown.status).toBe(404);
      expect(unknown.body).toBeUndefined();
      const expired = await expire(NOBODY);
      expect(expired.status).toBe(500);
      expect(expired.body).toBe('silence not found');
      for (const method of ['GET', 'DELETE'] as const) {
        const answer = await target().wire.send(method, '/api/v2/silence/x');
        expect(answer.status).toBe(422);
        expect(answer.body).toEqual({ code: 601, message: 'silenceID in path must be of type uuid: "x"' });
      }
    });
  });
}
