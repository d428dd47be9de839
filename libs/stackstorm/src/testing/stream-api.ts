import type { IncomingMessage } from 'node:http';
import type { SimulatorServer } from '@opsbook/http/testing';
import type { Auth } from './auth.ts';
import { Call } from './call.ts';
import { answered } from './routes.ts';
import type { World } from './world.ts';

const USUAL = ['st2.announcement__*', 'st2.execution__*', 'st2.liveaction__*'];

/** Source: st2stream/controllers/v1/stream.py. */
export function streamApi(server: SimulatorServer, auth: Auth, world: World): void {
  server.route(
    'GET',
    '/stream/v1/stream',
    (request) =>
      answered(() => {
        const call = new Call(request, auth.userOf(request));
        const names = call.list('events');
        const wanted = {
          names: names.length > 0 ? names : USUAL,
          actions: call.list('action_refs'),
          executions: call.list('execution_ids'),
        };
        const headers = { 'content-type': 'text/event-stream; charset=UTF-8', 'cache-control': 'no-cache' };
        const { socket } = request.body as IncomingMessage;
        return { status: 200, headers, body: world.events.subscribe(wanted, socket) };
      }),
    { streamed: true },
  );
}
