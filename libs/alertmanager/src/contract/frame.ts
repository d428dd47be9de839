/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come: their shape is what is under test */
import { describe, expect, test } from '@jest/globals';
import type { TargetOf } from './contract-target.ts';
import type { Json } from './wire.ts';

/** What holds for every path, the status and the receivers. */
export function frameContract(target: TargetOf): void {
  describe('the API', () => {
    test('says who it is', async () => {
      const { status, body } = await target().wire.send('GET', '/api/v2/status');
      expect(status).toBe(200);
      expect(Object.keys(body as object).sort()).toEqual(['cluster', 'config', 'uptime', 'versionInfo']);
      expect(Object.keys(body.versionInfo as object).sort()).toEqual(
        ['branch', 'buildDate', 'buildUser', 'goVersion', 'revision', 'version'].sort(),
      );
      expect(body.versionInfo.version).toMatch(/^0\.25\./);
      expect(body.cluster).toEqual({ peers: [], status: 'disabled' });
      expect(body.uptime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      expect(body.config.original).toContain('resolve_timeout');
    });

    test('names its receivers', async () => {
      const { status, body } = await target().wire.send('GET', '/api/v2/receivers');
      expect(status).toBe(200);
      expect((body as Json[]).length).toBeGreaterThan(0);
      for (const receiver of body as Json[]) expect(Object.keys(receiver as object)).toEqual(['name']);
    });

    test('tells what it does not know in its own way, and in that of the web server outside of it', async () => {
      const inside = await target().wire.send('GET', '/api/v2/nothing');
      expect(inside.status).toBe(404);
      expect(inside.body).toEqual({ code: 404, message: 'path /api/v2/nothing was not found' });
      const outside = await target().wire.send('GET', '/nothing');
      expect(outside.status).toBe(404);
      expect(outside.body).toBe('404 page not found\n');
    });

    test.each([
      ['PUT', '/api/v2/silences', 'GET,POST'],
      ['DELETE', '/api/v2/alerts', 'GET,POST'],
      ['POST', '/api/v2/status', 'GET'],
      ['PUT', '/api/v2/silence/x', 'DELETE,GET'],
    ] as const)('does not know %s %s', async (method, path, allowed) => {
      const { status, body } = await target().wire.send(method, path);
      expect(status).toBe(405);
      const found = /^method (\w+) is not allowed, but \[(.*)\] are$/.exec(body.message as string) ?? [];
      expect(body.code).toBe(405);
      expect([found[1], found[2]?.split(',').sort().join(',')]).toEqual([method, allowed]);
    });

    test.each([
      ['/api/v2/silences', 'silence'],
      ['/api/v2/alerts', 'alerts'],
    ])('wants a body of JSON for %s', async (path, name) => {
      const none = await target().wire.send('POST', path);
      expect(none.status).toBe(422);
      expect(none.body).toEqual({ code: 602, message: `${name} in body is required` });
      const text = await target().wire.send('POST', path, { body: {}, headers: { 'content-type': 'text/plain' } });
      expect(text.status).toBe(415);
      expect(text.body.message).toBe('unsupported media type "text/plain", only [application/json] are allowed');
      const shape = await target().wire.send('POST', path, { body: name === 'alerts' ? {} : [] });
      expect(shape.status).toBe(400);
      expect(shape.body.message).toMatch(new RegExp(`^parsing ${name} body from "" failed, because `));
      const time = await target().wire.send('POST', path, {
        body: name === 'alerts' ? [{ labels: { a: 'b' }, startsAt: 'x' }] : { startsAt: 'x' },
      });
      expect(time.status).toBe(400);
      expect(time.body.message).toContain('parsing time "x"');
    });
  });
}
