import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { DaemonHost, post } from '../daemon/daemon-kit.test-support.ts';
import { alert, notification } from '../server/intake-kit.test-support.ts';
import { Tracing } from './tracing.ts';
import { tracingOf } from './tracing-of.ts';

let host: DaemonHost;
beforeEach(() => {
  host = new DaemonHost();
  host.rules(`rules:
  - { name: mark, on: { alert: prod }, run: mark.leave, input: { name: '\${labels.instance}' } }`);
});
afterEach(() => host.end());

it('leads from an alert to the last step of its run, each in its place', async () => {
  const exporter = new InMemorySpanExporter();
  let told: () => void = () => undefined;
  const stepTold = new Promise<void>((resolve) => (told = resolve));
  const processor = new SimpleSpanProcessor({ exporter });
  const onEnd = processor.onEnd.bind(processor);
  processor.onEnd = (span) => {
    onEnd(span);
    if (span.name === 'marked') told();
  };
  const daemon = await host.start({}, {}, new Tracing(processor));
  await post(daemon, '/v1/alertmanager/prod', notification([alert('hv1')]));
  const { run, event } = await host.said('run ended');
  await stepTold;
  const spans = exporter.getFinishedSpans();
  const byName = new Map(spans.map((span) => [span.name, span]));
  const [root, intake, ran, step] = ['alert prod: ran', 'intake alert', 'mark.leave', 'marked'].map((name) =>
    byName.get(name),
  );
  expect(new Set(spans.map((span) => span.spanContext().traceId)).size).toBe(1);
  expect(root?.parentSpanContext).toBeUndefined();
  expect(intake?.parentSpanContext?.spanId).toBe(root?.spanContext().spanId);
  expect(ran?.parentSpanContext?.spanId).toBe(root?.spanContext().spanId);
  expect(step?.parentSpanContext?.spanId).toBe(ran?.spanContext().spanId);
  expect(root?.attributes).toMatchObject({ 'opsbook.event': event, 'opsbook.rule': 'mark', 'opsbook.run': run });
  expect(step?.attributes).toMatchObject({ 'opsbook.verb': 'ensure', 'opsbook.status': 'changed' });
  expect(ran?.resource.attributes['service.name']).toBe('opsbook');
});

it('is off unless the environment says where traces go', async () => {
  expect(await tracingOf({})).toBeUndefined();
  expect(await tracingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })).toBeUndefined();
  const tracing = await tracingOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  expect(tracing).toBeInstanceOf(Tracing);
  await tracing?.stop();
});
