import { expect, test } from '@jest/globals';
import type { RunEvent } from '@opsbook/runbook';
import { styleOf } from '../format/style.ts';
import { liveText } from './live-text.ts';
import { RunView } from './run-view.ts';

type Told = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'key'> : never) : never;

/** A view of what was told, each event `seconds` after the run began. */
function viewOf(...told: [seconds: number, event: Told][]): RunView {
  return RunView.of(told.map(([seconds, event], i) => ({ ...event, key: `${i}`, seq: i + 1, at: at(seconds) })));
}

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1) + seconds * 1000).toISOString();
const frame = { now: at(75), columns: 80, rows: 24, style: styleOf(false) };
const item = (path: string, label: string, status: 'started' | 'changed' | 'failed' | 'skipped', more = {}): Told => ({
  type: 'item',
  each: 'move',
  item: path.slice(5),
  path,
  label,
  status,
  ...more,
});
const step = (
  path: string,
  verb: 'read' | 'ensure' | 'each',
  status: 'started' | 'changing' | 'done' | 'changed',
  more = {},
) => ({ type: 'step', path, verb, status, ...more }) as Told;

const drain = viewOf(
  [0, step('service disabled', 'ensure', 'started')],
  [5, step('service disabled', 'ensure', 'changed')],
  [5, step('move', 'each', 'started', { value: { items: 30 } })],
  [5, item('move/1', 'web-1', 'started')],
  [5, item('move/2', 'web-2', 'started')],
  [45, item('move/1', 'web-1', 'changed', { value: { from: 'hv1', to: 'hv2', how: 'live', seconds: 39 } })],
  [45, item('move/3', 'gpu-1', 'started')],
  [45, item('move/3', 'gpu-1', 'skipped', { why: 'GPU servers cannot be moved live' })],
  [46, step('move/2/migrated', 'ensure', 'started')],
  [46, step('move/2/migrated', 'ensure', 'changing')],
  [60, { type: 'progress', path: 'move/2', data: { percent: 46.7, secondsLeft: 80 } }],
);

test('steps with their state, and below an each what moves and what needs attention', () => {
  expect(liveText(drain, frame)).toEqual([
    '  ✓ service disabled  changed  5s',
    '  ▸ move  2 of 30, 1 skipped, about 19m05s left',
    '    - gpu-1  skipped  GPU servers cannot be moved live',
    '    ✓ web-1  changed  40s  hv1 -> hv2  how=live',
    '    ▸ web-2  1m10s  until migrated  46 %, 1m20s left',
  ]);
});

test('lines are cut to the screen, from above', () => {
  const lines = liveText(drain, { ...frame, columns: 30, rows: 6 });
  expect(lines).toEqual(['  … 2 lines above', '    - gpu-1  skipped  GPU ser…', '    ▸ web-2  1m10s  until mig…']);
});

test('looks that went well are left out, and of the items that ended well the last five stay', () => {
  const ended = Array.from({ length: 7 }, (_, i): [number, Told] => [10 - i, item(`move/${i}`, `web-${i}`, 'changed')]);
  const view = viewOf(
    [0, step('servers', 'read', 'started')],
    [0, step('servers', 'read', 'done')],
    [1, step('move', 'each', 'started', { value: { items: 9 } })],
    ...ended,
    [11, item('move/8', 'web-8', 'started')],
  );
  const names = (rows: number) => liveText(view, { ...frame, rows }).map((line) => line.split(/ +/)[2]);
  expect(names(24)).toEqual(['move', 'web-4', 'web-3', 'web-2', 'web-1', 'web-0', 'web-8']);
  expect(names(7)).toEqual(['move', 'web-1', 'web-0', 'web-8']);
  expect(names(5)).toEqual(['move', 'web-8']);
});

test('what the run says of itself stands below', () => {
  const view = viewOf([0, { type: 'progress', path: '', data: { message: 'half way' } }]);
  expect(liveText(view, frame)).toEqual(['  half way']);
});
