import type { Clock } from './clock.ts';
import { type Guard, unrestricted } from './guard.ts';
import { systemClock } from './system-clock.ts';

/** What a transport asks before and while it works. Every client takes one; the default restricts nothing. */
export interface Context {
  guard: Guard;
  clock: Clock;
  /** Aborts everything that the client does. */
  signal?: AbortSignal;
  /** One line per request and retry, already free of secrets. */
  log?: (line: string, fields: Record<string, unknown>) => void;
}

/** Real time, no restriction, no log. */
export const defaultContext: Context = { guard: unrestricted, clock: systemClock };
