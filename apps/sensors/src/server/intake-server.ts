import { readFileSync } from 'node:fs';
import type { Clock } from '@opsbook/context';
import type { ServeSettings } from '@opsbook/services';
import { type FastifyBaseLogger, type FastifyInstance, LogController, fastify } from 'fastify';
import type { Registry } from 'prom-client';
import type { IntakeMetrics } from '../metrics/intake-metrics.ts';
import { Admission } from './admission.ts';
import type { Intake } from './intake.ts';
import { addIntakeRoutes } from './intake-routes.ts';
import { addProbeRoutes } from './probe-routes.ts';
import type { TruncatedGroups } from './truncated-groups.ts';

export interface IntakeServerOptions {
  settings: ServeSettings;
  intake: Intake;
  /** Told of notifications that left alerts out. */
  truncated: TruncatedGroups;
  metrics: IntakeMetrics;
  registry: Registry;
  clock: Clock;
  newId: () => string;
  log: FastifyBaseLogger;
  /** What stands against taking requests; empty when nothing does. */
  notReady: () => readonly string[];
}

// Seconds. A sender that is slower than this holds a place that others need.
const HEADERS = 10;
const REQUEST = 30;
// One sender keeps one connection; what nobody uses is closed.
const KEEP_ALIVE = 75;
const CHECK = 0.5;
// Requests are few: Alertmanager keeps one connection. What is above is somebody who opens them for no good.
const CONNECTIONS = 2000;

/** The server that events are posted to. It does not listen yet. */
export function intakeServer(options: IntakeServerOptions): FastifyInstance {
  const { settings, log, registry, notReady } = options;
  const app = fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: settings.bodyLimit,
    requestTimeout: REQUEST * 1000,
    keepAliveTimeout: KEEP_ALIVE * 1000,
    http: { headersTimeout: HEADERS * 1000, connectionsCheckingInterval: CHECK * 1000 },
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    ...(settings.tls !== undefined && { https: tlsOptions(settings.tls) }),
  } as Parameters<typeof fastify>[0]) as unknown as FastifyInstance;
  app.server.maxConnections = CONNECTIONS;
  const admission = new Admission(settings.overload);
  addProbeRoutes(app, { registry, notReady });
  addIntakeRoutes(app, { ...options, admission });
  return app;
}

function tlsOptions({ cert, key, clientCa }: NonNullable<ServeSettings['tls']>) {
  return {
    cert: readFileSync(cert),
    key: readFileSync(key),
    minVersion: 'TLSv1.2',
    headersTimeout: HEADERS * 1000,
    connectionsCheckingInterval: CHECK * 1000,
    // Who proves himself otherwise needs no certificate: whose it is, is asked for each source.
    ...(clientCa !== undefined && { ca: readFileSync(clientCa), requestCert: true, rejectUnauthorized: false }),
  };
}
