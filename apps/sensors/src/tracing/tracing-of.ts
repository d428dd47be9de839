import type { Tracing } from './tracing.ts';

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Traces to where `OTEL_EXPORTER_OTLP_ENDPOINT` (or `OTEL_EXPORTER_OTLP_TRACES_ENDPOINT`) says, by OTLP over HTTP; undefined where
 * neither is set. Further variables: https://opentelemetry.io/docs/specs/otel/protocol/exporter/
 */
export async function tracingOf(env: Env): Promise<Tracing | undefined> {
  const endpoint = env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] ?? env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? '';
  if (endpoint === '') return undefined;
  const [{ OTLPTraceExporter }, { BatchSpanProcessor }, { Tracing }] = await Promise.all([
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/sdk-trace'),
    import('./tracing.ts'),
  ]);
  return new Tracing(new BatchSpanProcessor({ exporter: new OTLPTraceExporter() }), env['OTEL_SERVICE_NAME']);
}
