import { afterAll, afterEach, beforeAll, describe, expect } from '@jest/globals';
import { contractTarget } from '@opsbook/context/testing';
import { commandsContract } from './commands.ts';
import type { ContractTarget } from './contract-target.ts';
import { filesContract } from './files.ts';
import { limitsContract } from './limits.ts';
import { refusalsContract } from './refusals.ts';

/** What the client does with a host, as tests: the same for the simulator and for a real sshd, over each transport. */
export function sshContract(transport: 'ssh2' | 'openssh', prepare: () => Promise<ContractTarget>): void {
  describe(`over ${transport}`, () => {
    const target = contractTarget({ beforeAll, afterEach, afterAll, expect }, prepare);
    commandsContract(target);
    limitsContract(target);
    refusalsContract(target);
    filesContract(target);
  });
}
