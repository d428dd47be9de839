import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { contractTarget } from '@opsbook/context/testing';
import { alertsContract } from './alerts.ts';
import { clientContract } from './client.ts';
import type { ConfiguredTarget, ContractTarget } from './contract-target.ts';
import { frameContract } from './frame.ts';
import { matchersContract } from './matchers.ts';
import { notificationsContract } from './notifications.ts';
import { silencesContract } from './silences.ts';

type Prepare =
  | { prepare: () => Promise<ContractTarget>; configured: false }
  | { prepare: () => Promise<ConfiguredTarget>; configured: true };

/**
 * Everything that the simulator claims and that can be seen from outside, as tests: the same for the simulator and for a
 * real Alertmanager. It makes its own alerts and silences there, and ends them.
 * @param configured whether it is configured as `alertmanager.yml` says: notifications are checked too
 */
export function alertmanagerContract(how: Prepare): void {
  const target = contractTarget<ContractTarget>({ beforeAll, afterEach, afterAll, expect }, () => how.prepare());

  frameContract(target);
  silencesContract(target);
  alertsContract(target);
  matchersContract(target);
  clientContract(target);
  if (how.configured) notificationsContract(() => target() as ConfiguredTarget);
}
