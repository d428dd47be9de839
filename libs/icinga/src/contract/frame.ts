/* oxlint-disable typescript/no-unsafe-assignment, typescript/no-unsafe-member-access
   -- answers are looked into as they come */
import { describe, expect, test } from '@jest/globals';
import type { TargetOf } from './contract-target.ts';

/** Who may ask, and what is answered where there is nothing. */
export function frameContract(target: TargetOf): void {
  describe('the API', () => {
    test.each(['root:wrong', 'nobody:contract', ''])('refuses %j', async (user) => {
      const { status, body, headers } = await target().wire.send('GET', '/v1/objects/hosts', { user });
      expect(status).toBe(401);
      expect(body).toEqual({ error: 401, status: 'Unauthorized. Please check your user credentials.' });
      expect(headers['www-authenticate']).toBe('Basic realm="Icinga 2"');
    });

    test.each([
      ['GET', '/v1/nowhere'],
      ['GET', '/v1/actions/schedule-downtime'],
      ['DELETE', '/v1/actions/schedule-downtime'],
    ] as const)('has no %s %s', async (method, path) => {
      const { status, body } = await target().wire.send(method, path);
      const message = `The requested path '${path.slice(1)}' could not be found or the request method is not valid for this path.`;
      expect([status, body]).toEqual([404, { error: 404, status: message }]);
    });

    test('wants a POST to accept JSON, and answers HTML else', async () => {
      const { wire } = target();
      const { status, body, headers } = await wire.send('POST', '/v1/objects/hosts', {
        body: {},
        headers: { accept: '*/*' },
      });
      expect(status).toBe(400);
      expect(body).toBe("<h1>Accept header is missing or not set to 'application/json'.</h1>");
      expect(headers['content-type']).toMatch(/^text\/html/);
    });

    test('knows its types and actions', async () => {
      const { wire } = target();
      const type = await wire.send('GET', '/v1/objects/nothings');
      expect([type.status, type.body]).toEqual([400, { error: 400, status: 'Invalid type specified.' }]);
      const action = await wire.act('nosuchaction', {});
      expect([action.status, action.body]).toEqual([
        404,
        { error: 404, status: "Action 'nosuchaction' does not exist." },
      ]);
    });

    test('says that a permission is missing to who asks for it, and "not found" to everybody', async () => {
      const { wire } = target();
      const times = { start_time: 1, end_time: 2, author: 'a', comment: 'c' };
      const silent = await wire.act('schedule-downtime', { type: 'Host', host: 'hv1', ...times }, 'reader:contract');
      expect([silent.status, silent.body]).toEqual([404, { error: 404, status: 'No objects found.' }]);
      const told = await wire.act(
        'schedule-downtime',
        { type: 'Host', host: 'hv1', ...times, verbose: true },
        'reader:contract',
      );
      expect(told.body.diagnostic_information).toBe('Error: Missing permission: actions/schedule-downtime\n');
      const query = await wire.query('services', { verbose: true }, 'hosts-only:contract');
      expect(query.status).toBe(404);
      expect(query.body.diagnostic_information).toBe('Error: Missing permission: objects/query/service\n');
    });

    test.each([
      [[], 'Error: std::bad_cast\n'],
      ['text', "Error: Cannot convert value of type 'String' to an object.\n"],
    ])('refuses the body %j', async (body, message) => {
      const { status, body: answer } = await target().wire.act('schedule-downtime', body);
      expect([status, answer]).toEqual([400, { error: 400, status: `Invalid request body: ${message}` }]);
    });
  });
}
