import { expect, test } from '@jest/globals';
import { VirtualClock } from '@opsbook/context';
import type { StoredEvent } from '@opsbook/runbook';
import { backend } from '../backend.ts';
import { Session } from '../session.ts';
import { fakeTerminal } from '../testing/fake-terminal.ts';
import { progressFor } from './progress.ts';
import { RunView } from './run-view.ts';

const globals = { json: false, color: true, sandbox: false };
const said = (seconds: number, path: string): StoredEvent => ({
  type: 'progress',
  key: `${path}#${seconds}`,
  path,
  data: { percent: seconds },
  seq: seconds,
  at: new Date(Date.UTC(2030, 0, 1) + seconds * 1000).toISOString(),
});

test('in a pipe, a lane says how far it is every half minute at most', () => {
  const output = { out: '', err: '' };
  const progress = progressFor(new Session(fakeTerminal(output), globals, backend), new VirtualClock());
  const events = [said(0, 'move/a'), said(10, 'move/a'), said(10, 'move/b'), said(29, 'move/a'), said(30, 'move/a')];
  progress.show(RunView.of(events), events);
  expect(output.out).toBe('00:00:00Z  move / a: 0 %\n00:00:10Z  move / b: 10 %\n00:00:30Z  move / a: 30 %\n');
});

test('on a screen, each drawing takes the place of the one before, and a log line stays above', () => {
  const output = { out: '', err: '' };
  const progress = progressFor(new Session(fakeTerminal(output, { tty: true }), globals, backend), new VirtualClock());
  const view = RunView.of([said(5, '')]);
  progress.show(view, []);
  const log: StoredEvent = {
    type: 'log',
    key: '#log:1',
    path: '',
    message: 'hello',
    seq: 9,
    at: '2030-01-01T00:00:06Z',
  };
  progress.show(view, [log]);
  progress.clear();
  expect(output.out).toBe('  5 %\n\r\u001b[1A\u001b[J00:00:06Z  hello\n  5 %\n\r\u001b[1A\u001b[J');
});

test('on a screen that has become narrower all rows of a line are taken away', () => {
  const output = { out: '', err: '' };
  let columns = 100;
  const terminal = { ...fakeTerminal(output, { tty: true }), size: () => ({ columns, rows: 30 }) };
  const progress = progressFor(new Session(terminal, globals, backend), new VirtualClock());
  const long: StoredEvent = { ...said(5, ''), type: 'progress', data: { message: 'x'.repeat(48) } };
  progress.show(RunView.of([long]), []);
  columns = 20;
  progress.clear();
  expect(output.out.endsWith('\r\u001b[3A\u001b[J')).toBe(true);
});
