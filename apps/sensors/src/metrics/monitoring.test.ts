import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VirtualClock } from '@opsbook/context';
import { memoryEngine } from '@opsbook/runbook';
import { openTriggerStore } from '@opsbook/triggers';
import { Registry } from 'prom-client';
import { DaemonHost } from '../daemon/daemon-kit.test-support.ts';
import { decisionMetrics } from './decision-metrics.ts';
import { emitMetrics } from './emit-metrics.ts';
import { intakeMetrics } from './intake-metrics.ts';
import { runMetrics } from './run-metrics.ts';
import { sensorMetrics } from './sensor-metrics.ts';

const METRIC = /\b(?:opsbook|process|nodejs)_[a-z0-9_]+/g;
/** Nothing is sent to it: there is no event. */
const STACKSTORM = { url: 'http://127.0.0.1:1', auth: { apiKey: 'none' } };
/** Of what Prometheus adds to each series, and of a histogram's buckets. */
const GIVEN = ['job', 'instance', 'le'];

const pathOf = (file: string) => fileURLToPath(new URL(`../../../../docs/monitoring/${file}`, import.meta.url));

/** Something that is shown or alerted on: its PromQL, and the labels that its texts name. */
interface Shown {
  expr: string;
  texts: string;
}

function dashboard(): Shown[] {
  const { panels } = JSON.parse(readFileSync(pathOf('dashboard.json'), 'utf8')) as {
    panels: { targets?: { expr: string; legendFormat: string }[] }[];
  };
  const targets = panels.flatMap(({ targets: some = [] }) => some);
  return targets.map(({ expr, legendFormat }) => ({ expr, texts: legendFormat }));
}

function alerts(): Shown[] {
  const [, ...rules] = readFileSync(pathOf('alerts.yml'), 'utf8').split('- alert: ');
  return rules.map((rule) => {
    const [, expr = '', texts = ''] = /\bexpr: (?:>-)?([^]*?)\n +(?:for|labels):([^]*)/.exec(rule) ?? [];
    return { expr, texts };
  });
}

const files = [
  ['dashboard.json', dashboard, 30],
  ['alerts.yml', alerts, 15],
] as const;

/** Names of metrics without what histograms add to theirs. */
const metricsIn = (text: string, known: ReadonlySet<string>): string[] =>
  (text.match(METRIC) ?? []).map((name) => (known.has(name) ? name : name.replace(/_(bucket|sum|count)$/, '')));

let host: DaemonHost;
beforeEach(() => {
  host = new DaemonHost();
  host.rules('');
});
afterEach(() => host.end());

it.each(files)(
  'the metrics of docs/monitoring/%s exist, and have the labels that it asks for',
  async (_, read, count) => {
    const shown = read();
    expect(shown).toHaveLength(count);
    const { url } = await host.start(
      { emit: { types: ['alert'], rules: 'none' } },
      { stackstorm: { main: STACKSTORM } },
    );
    const text = await (await fetch(`${url}/metrics`)).text();
    const exposed = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name as string));
    const labels = await labelsByMetric();
    for (const { expr, texts } of shown) {
      const metrics = expr.startsWith('up{') ? [] : metricsIn(expr, exposed);
      expect({ expr, metrics }).not.toEqual({ expr, metrics: expr.startsWith('up{') ? undefined : [] });
      expect({ expr, unknown: metrics.filter((name) => !exposed.has(name)) }).toEqual({ expr, unknown: [] });
      const has = new Set([...GIVEN, ...metrics.flatMap((name) => labels.get(name) ?? [])]);
      expect({ expr, unknown: labelsIn(expr, texts).filter((label) => !has.has(label)) }).toEqual({
        expr,
        unknown: [],
      });
    }
  },
);

/** Those that PromQL groups or selects by, and those that texts name. */
function labelsIn(expr: string, texts: string): string[] {
  const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(/, */));
  const selected = [...expr.matchAll(/\{([^}]*)\}/g)].flatMap(([, inside = '']) =>
    [...inside.matchAll(/(\w+) *(?:=~|!~|!=|=)/g)].map(([, name]) => name as string),
  );
  const named = [...texts.matchAll(/\{\{ *(?:\$labels\.)?(\w+)/g)].map(([, name]) => name as string);
  return [...grouped, ...selected, ...named];
}

/** As they are declared: a metric without a value yet shows none. */
async function labelsByMetric(): Promise<ReadonlyMap<string, readonly string[]>> {
  const clock = new VirtualClock();
  const registry = new Registry();
  const store = openTriggerStore({ path: ':memory:', clock });
  const engine = memoryEngine({ runbooks: [], version: '1', connect: () => ({}), clock });
  intakeMetrics(registry);
  decisionMetrics(registry);
  sensorMetrics(registry, []);
  emitMetrics(registry, { store, clock });
  runMetrics(registry, { engine, store, clock });
  const found = registry
    .getMetricsAsArray()
    .map((metric): [string, readonly string[]] => [
      metric.name,
      (metric as unknown as { labelNames: readonly string[] }).labelNames,
    ]);
  await engine.close();
  await store.close();
  return new Map(found);
}

const promtool = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'promtool'))
  .find((path) => existsSync(path));
if (promtool === undefined) console.info('promtool is not on the PATH: PromQL is not parsed here');

(promtool === undefined ? it.skip : it)('Prometheus understands every expression', () => {
  const folder = mkdtempSync(join(tmpdir(), 'opsbook-promtool-'));
  const rules = dashboard().map(({ expr }, index) => ({
    record: `shown:${index}`,
    expr: expr.replaceAll('$job', '.*').replaceAll('$__rate_interval', '5m').replaceAll('$__range', '6h'),
  }));
  const file = join(folder, 'dashboard.yml');
  // JSON is YAML.
  writeFileSync(file, JSON.stringify({ groups: [{ name: 'dashboard', rules }] }));
  const said = execFileSync(promtool ?? '', ['check', 'rules', file, pathOf('alerts.yml')], { encoding: 'utf8' });
  expect(said.match(/SUCCESS: (\d+) rules found/g)).toEqual(['SUCCESS: 30 rules found', 'SUCCESS: 15 rules found']);
  rmSync(folder, { recursive: true });
});
