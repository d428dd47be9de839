/**
 * What looking at the world answered:
 * - `done`: it is as it should be;
 * - `underway`: somebody (perhaps this very run, before a crash) set it off, wait and do not change again;
 * - `absent`: it is not so;
 * - `failed`: there is no way back, end now.
 */
export type Look<T> =
  | { is: 'done'; value: T }
  | { is: 'underway'; info?: unknown }
  | { is: 'absent'; info?: unknown }
  | { is: 'failed'; reason: string; requestId?: string };

export function done(): { is: 'done'; value: undefined };
export function done<T>(value: T): { is: 'done'; value: T };
export function done(value?: unknown): { is: 'done'; value: unknown } {
  return { is: 'done', value };
}

/** @param info shown as progress while waiting, for instance `{ percent: 40 }`; also what was there before a change */
export const underway = (info?: unknown): { is: 'underway'; info?: unknown } => ({ is: 'underway', info });

/** @param info how it is instead, which the audit trail keeps as what was there before the change */
export const absent = (info?: unknown): { is: 'absent'; info?: unknown } => ({ is: 'absent', info });

/** @param requestId the service's request id, for the report */
export const failed = (reason: string, requestId?: string): { is: 'failed'; reason: string; requestId?: string } => ({
  is: 'failed',
  reason,
  ...(requestId !== undefined && { requestId }),
});
