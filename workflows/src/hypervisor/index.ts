import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { drainHypervisor } from './drain.ts';
import { evacuateHypervisor } from './evacuate.ts';
import { findEmptyHypervisors } from './find-empty.ts';
import { findReinstallCandidates } from './find-reinstall-candidates.ts';
import { findHypervisors } from './find.ts';
import { maintainHypervisor } from './maintain.ts';
import { patchHypervisor } from './patch.ts';
import { rebootHypervisor } from './reboot.ts';
import { rolloutHypervisors } from './rollout.ts';
import { showHypervisorState } from './show-state.ts';
import { silenceHypervisor } from './silence.ts';
import { stopServers } from './stop-servers.ts';
import { testHypervisor } from './test.ts';
import { unsilenceHypervisor } from './unsilence.ts';
import { verifyHypervisorEmpty } from './verify-empty.ts';

export {
  drainHypervisor,
  evacuateHypervisor,
  findEmptyHypervisors,
  findHypervisors,
  findReinstallCandidates,
  maintainHypervisor,
  patchHypervisor,
  rebootHypervisor,
  rolloutHypervisors,
  showHypervisorState,
  silenceHypervisor,
  stopServers,
  testHypervisor,
  unsilenceHypervisor,
  verifyHypervisorEmpty,
};

/** The runbooks of this domain. */
export const hypervisorRunbooks: readonly AnyRunbook<Services>[] = [
  drainHypervisor,
  evacuateHypervisor,
  findEmptyHypervisors,
  findHypervisors,
  findReinstallCandidates,
  maintainHypervisor,
  patchHypervisor,
  rebootHypervisor,
  rolloutHypervisors,
  showHypervisorState,
  silenceHypervisor,
  stopServers,
  testHypervisor,
  unsilenceHypervisor,
  verifyHypervisorEmpty,
];
