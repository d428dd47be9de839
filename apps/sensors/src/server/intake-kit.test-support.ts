import { once } from 'node:events';
import { type Socket, connect } from 'node:net';
import { type TLSSocket, type ConnectionOptions, connect as connectTls } from 'node:tls';
import { Writable } from 'node:stream';
import { type Clock, systemClock } from '@opsbook/context';
import { type ConfigInput, configOf } from '@opsbook/services';
import { temporaryLedger } from '@opsbook/sqlite/testing';
import { type TriggerStore, openTriggerStore } from '@opsbook/triggers';
import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import { daemonLog } from '../log/daemon-log.ts';
import { intakeMetrics } from '../metrics/intake-metrics.ts';
import { Intake } from './intake.ts';
import { type IntakeServerOptions, intakeServer } from './intake-server.ts';
import { truncatedEvents } from './read-body.ts';
import { TruncatedGroups, type TruncatedGroupsOptions } from './truncated-groups.ts';

export const TOKEN = 'token-of-the-source';
export const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };

export interface KitOptions {
  serve?: ConfigInput['serve'];
  clock?: Clock;
  /** Of another kit that goes on with it, after which this is another process; default: a new one. */
  store?: TriggerStore;
  /** Between the server and the store. */
  wrap?: (store: TriggerStore) => TriggerStore;
  clientOf?: TruncatedGroupsOptions['clientOf'];
}

/** The store with some methods of its own. */
export const withMethods = (store: TriggerStore, methods: Partial<TriggerStore>): TriggerStore =>
  new Proxy(store, {
    get: (target, name: keyof TriggerStore) => methods[name] ?? (target[name] as () => unknown).bind(target),
  });

/** A server on a ledger of its own, with a source `prod` of alerts and one `deploys` of webhooks. */
export function startKit({
  serve = {},
  clock = systemClock,
  store: given,
  wrap = (store) => store,
  clientOf = () => undefined,
}: KitOptions = {}) {
  const { path, remove } = temporaryLedger();
  const store = given ?? wrap(openTriggerStore({ path, clock }));
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      lines.push(
        ...chunk
          .toString()
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Record<string, unknown>),
      );
      done();
    },
  });
  const settings = configOf({
    serve: {
      alertmanagers: { prod: { auth: { token: TOKEN } } },
      webhooks: { deploys: { auth: { token: TOKEN } } },
      ...serve,
    },
  }).serve;
  const registry = new Registry();
  const metrics = intakeMetrics(registry);
  const log = daemonLog(sink);
  let last = 0;
  const newId = () => `event-${String((last += 1)).padStart(6, '0')}`;
  const eventsOf = truncatedEvents({ clock, newId });
  const truncated = new TruncatedGroups({ store, clock, metrics, log, clientOf, eventsOf });
  const intake = new Intake({ store, clock, metrics, newId });
  const notReady: string[] = [];
  const options: IntakeServerOptions = {
    settings,
    intake,
    truncated,
    metrics,
    registry,
    clock,
    newId,
    log,
    notReady: () => notReady,
  };
  const app = intakeServer(options);
  const events = () => store.list({ first: 'oldest' });
  const stop = async () => {
    await app.close();
    await truncated.stop();
    if (given === undefined) await store.close();
    remove();
  };
  const metric = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values ?? [];
  return { app, store, lines, events, metric, stop, notReady, registry, truncated };
}

export const alert = (name: string, changes: Partial<Record<'status' | 'startsAt' | 'endsAt', string>> = {}) => ({
  status: 'firing',
  labels: { alertname: 'Down', instance: name },
  annotations: {},
  startsAt: '2030-01-01T00:00:00Z',
  endsAt: '0001-01-01T00:00:00Z',
  generatorURL: '',
  fingerprint: `f-${name}`,
  ...changes,
});

/** A body as Alertmanager posts it. */
export const notification = (alerts: readonly object[], changes: object = {}) => ({
  version: '4',
  groupKey: '{}:{alertname="Down"}',
  truncatedAlerts: 0,
  status: 'firing',
  receiver: 'opsbook',
  groupLabels: { alertname: 'Down' },
  commonLabels: { alertname: 'Down' },
  commonAnnotations: {},
  externalURL: 'http://alertmanager:9093',
  alerts,
  ...changes,
});

/** Sends bytes as they are and answers what came back until the server closed, or `enough` was there. */
export async function talk(
  app: FastifyInstance,
  say: (socket: Socket | TLSSocket) => void | Promise<void>,
  { tls, enough = /\r\n\r\n[^]*\}$/ }: { tls?: ConnectionOptions; enough?: RegExp } = {},
): Promise<string> {
  const { port } = app.server.address() as { port: number };
  const socket = tls === undefined ? connect(port, '127.0.0.1') : connectTls({ port, host: '127.0.0.1', ...tls });
  let heard = '';
  const over = new Promise<void>((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString();
      if (enough.test(heard)) resolve();
    });
    // What is sent to somebody who has closed is lost.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
  });
  await once(socket, tls === undefined ? 'connect' : 'secureConnect');
  await say(socket);
  await over;
  socket.destroy();
  return heard;
}
