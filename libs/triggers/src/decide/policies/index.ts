import type { Case, Policy, Verdict } from '../case.ts';
import { activeHours } from './active-hours.ts';
import { breaker } from './breaker.ts';
import { chain } from './chain.ts';
import { concurrency } from './concurrency.ts';
import { groupWindow } from './group-window.ts';
import { lease } from './lease.ts';
import { maintenanceWindow } from './maintenance-window.ts';
import { oncePerTarget } from './once-per-target.ts';
import { silence } from './silence.ts';
import { throttle } from './throttle.ts';

/** In the order in which they are asked. A freeze is the engine's to tell. */
const POLICIES: readonly Policy[] = [
  ...[activeHours, maintenanceWindow, silence, oncePerTarget, chain, breaker, throttle],
  ...[groupWindow, concurrency, lease],
];

/** What stands first against running something now. */
export async function applyPolicies(given: Case): Promise<Verdict> {
  for (const policy of POLICIES) {
    const verdict = await policy(given);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}
