import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { DaemonHost } from '../daemon/daemon-kit.test-support.ts';

let host: DaemonHost;
beforeEach(() => {
  host = new DaemonHost();
  host.rules('');
});
afterEach(() => host.end());

const METRIC = /\b(?:opsbook|process|nodejs)_[a-z0-9_]+/g;

it.each(['dashboard.json', 'alerts.yml'])('the metrics of docs/monitoring/%s exist', async (file) => {
  const { url } = await host.start();
  const text = await (await fetch(`${url}/metrics`)).text();
  const known = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
  const used =
    readFileSync(new URL(`../../../../docs/monitoring/${file}`, import.meta.url), 'utf8').match(METRIC) ?? [];
  expect(used.length).toBeGreaterThan(10);
  const unknown = new Set(used.map((name) => name.replace(/_bucket$/, '')).filter((name) => !known.has(name)));
  expect([...unknown]).toEqual([]);
});
