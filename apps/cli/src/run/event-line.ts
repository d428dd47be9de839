import type { StoredEvent } from '@opsbook/runbook';
import { formatDuration } from '../format/duration.ts';
import { timeOfDay } from '../format/time.ts';
import { inline } from '../format/values.ts';
import { itemText } from './item-text.ts';
import { progressText } from './progress-text.ts';
import { type RunView, secondsOf } from './run-view.ts';

/** One event as a line of a log; undefined for what a log does not need. */
export function eventLine(event: StoredEvent, view: RunView): string | undefined {
  const words = wordsOf(event, view);
  if (words === undefined) return undefined;
  const title = view.title(event.path.replace(/#.*$/, ''));
  return `${timeOfDay(event.at)}  ${title === '' ? '' : `${title}: `}${words}`;
}

function wordsOf(event: StoredEvent, view: RunView): string | undefined {
  switch (event.type) {
    case 'step': {
      if (event.status === 'started' && event.verb !== 'each' && event.verb !== 'wait') return undefined;
      // Reads that go well say nothing that a person wants to read.
      if (event.status === 'done' && event.verb === 'read') return undefined;
      return [event.status, ...reason(event), ...(event.verb === 'each' ? [inline(event.value)] : [])].join(' ').trim();
    }
    case 'item': {
      const status = `${event.status}${tookOf(event, view)}`;
      const facts = itemText(event.value, event.item, event.label ?? event.item);
      return [[status, ...reason(event)].join(' '), facts].filter((part) => part !== '').join('  ');
    }
    case 'asked':
      return `asks: ${event.question}`;
    case 'answered':
      return `answered: ${event.decision}${event.by === undefined ? '' : ` by ${event.by}`}`;
    case 'progress':
      return progressText(event.data);
    case 'log':
      return [event.message, inline(event.data)].join(' ').trim();
    case 'undo':
      return `undo: ${event.outcome}${event.why === undefined ? '' : ` (${event.why})`}`;
    case 'cancel':
      return `stopping: ${event.reason}`;
  }
}

function tookOf({ path, status }: Extract<StoredEvent, { type: 'item' }>, view: RunView): string {
  const node = view.node(path);
  const seconds = node === undefined || status === 'started' ? undefined : secondsOf(node);
  return seconds === undefined || seconds < 1 ? '' : ` in ${formatDuration(seconds)}`;
}

function reason({ why, error }: Extract<StoredEvent, { type: 'step' | 'item' }>): string[] {
  const text = why ?? error?.message;
  const request = error?.requestId === undefined ? '' : ` [request ${error.requestId}]`;
  return text === undefined ? [] : [`(${text}${request})`];
}
