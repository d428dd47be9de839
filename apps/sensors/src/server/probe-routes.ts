import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';

/** What watches over the daemon asks: whether it lives, whether it takes requests, and its metrics. Open to everybody. */
export function addProbeRoutes(
  app: FastifyInstance,
  { registry, notReady }: { registry: Registry; notReady: () => readonly string[] },
): void {
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/readyz', (_request, reply) => {
    const why = notReady();
    if (why.length === 0) return { status: 'ok' };
    reply.code(503);
    return { status: 'not ready', why };
  });
  app.get('/metrics', async (_request, reply) => {
    reply.type(registry.contentType);
    return registry.metrics();
  });
}
