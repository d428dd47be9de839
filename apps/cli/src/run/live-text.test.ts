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
  [45, item('move/1', 'web-1', 'changed')],
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
    '    ▸ web-2  migrated  1m10s  46 %, 1m20s left',
  ]);
});

test('lines are cut to the screen, from above', () => {
  const lines = liveText(drain, { ...frame, columns: 30, rows: 6 });
  expect(lines).toEqual(['  … 2 lines above', '    - gpu-1  skipped  GPU ser…', '    ▸ web-2  migrated  1m10s …']);
});

test('what the run says of itself stands below', () => {
  const view = viewOf([0, { type: 'progress', path: '', data: { message: 'half way' } }]);
  expect(liveText(view, frame)).toEqual(['  half way']);
});
