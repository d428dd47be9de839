import type { AnyRunbook, Risk } from '@opsbook/runbook';

/**
 * Seconds after which StackStorm stops an action. Each step of a runbook has a time-out of its own, so this one is for what
 * hangs: it must be longer than the longest work. Servers of a whole host are moved for hours.
 */
const SECONDS: Readonly<Record<Risk, number>> = {
  'read-only': 900,
  safe: 7200,
  disruptive: 86_400,
  destructive: 86_400,
};

/** Seconds. A plan, or an audit of a large cloud, fits into the shortest. */
export const actionTimeout = ({ risk }: Pick<AnyRunbook, 'risk'>): number => SECONDS[risk];
