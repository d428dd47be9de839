import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import type { StopSignal } from '../terminal.ts';
import type { SignalPolicy } from './stop-signals.ts';
import { tickOr } from './tick-or.ts';

/** Waits so many seconds, less where a signal comes. @returns what it means; undefined where none came */
export async function signalWithin(
  { terminal }: Session,
  { clock }: Site,
  seconds: number,
  signals: SignalPolicy,
): Promise<ReturnType<SignalPolicy> | undefined> {
  let release: () => void = () => undefined;
  const heard = new Promise<StopSignal>((resolve) => {
    release = terminal.onStop(resolve);
  });
  try {
    return (await tickOr(clock, seconds, heard)) === undefined ? undefined : signals(1);
  } finally {
    release();
  }
}
