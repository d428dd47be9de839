import type { Clock } from '@opsbook/context';

/** Seconds in which a second SIGTERM is the first one again: sudo passes on to node what the runner sent to both. */
const SAME = 2;

/** Seconds before its time-out at which the runner may already have sent it: it counts from before this process began. */
const SLACK = 5;

/**
 * What a signal means. The runner sends SIGTERM to the whole session when its time-out is over, and so does whoever stops the host
 * (st2 `contrib/runners/local_runner/local_runner/base.py`, `st2common/util/shell.py`). A time-out leaves the run as it is, to be gone on
 * with; anything else stops it at its next safe point, with undo. A cancel in StackStorm sends nothing at all.
 */
export function signalMeaning(clock: Clock, timeout: number | null | undefined): () => Meaning {
  const begun = clock.now();
  let last: number | undefined;
  return () => {
    const now = clock.now();
    const before = last;
    if (before !== undefined && now - before < SAME * 1000) return 'nothing';
    last = now;
    const isTimeout = typeof timeout === 'number' && now - begun >= (timeout - Math.min(SLACK, timeout / 2)) * 1000;
    return before !== undefined || isTimeout ? 'leave' : 'stop';
  };
}

export type Meaning = 'stop' | 'leave' | 'nothing';
