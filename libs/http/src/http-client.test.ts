import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import { HttpClient } from './index.ts';
import { SimulatorServer } from './testing/index.ts';

const clock = new VirtualClock();
const server = new SimulatorServer({ clock });
let client: HttpClient;

beforeEach(async () => {
  await server.start();
  client = new HttpClient({ baseUrl: `${server.url}/v2.1/`, context: { clock, guard: { check: () => undefined } } });
});

afterEach(async () => {
  client.close();
  await server.stop();
});

describe('a request', () => {
  it('is answered', async () => {
    server.route('GET', '/v2.1/servers/:id', ({ params }) => ({ status: 200, body: { server: params } }));
    const answer = await client.request({ method: 'GET', url: '/servers/a%2Fb', query: { all: [1, true] } });
    expect(answer).toMatchObject({ status: 200, body: { server: { id: 'a/b' } }, retries: 0 });
  });
});
