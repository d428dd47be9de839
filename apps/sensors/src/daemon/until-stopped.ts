import type { Daemon } from './serve.ts';

/** What a process hears signals from: `process`. */
export interface Signals {
  on(name: NodeJS.Signals, fn: () => void): unknown;
  off(name: NodeJS.Signals, fn: () => void): unknown;
}

/** Serves until SIGTERM or Ctrl-C, and has stopped when this resolves. SIGHUP reads the rules again. */
export async function untilStopped(daemon: Daemon, signals: Signals = process): Promise<void> {
  const reload = () => void daemon.reload();
  signals.on('SIGHUP', reload);
  let stop: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  signals.on('SIGTERM', stop);
  signals.on('SIGINT', stop);
  try {
    await stopped;
    await daemon.stop();
  } finally {
    signals.off('SIGHUP', reload);
    signals.off('SIGTERM', stop);
    signals.off('SIGINT', stop);
  }
}
