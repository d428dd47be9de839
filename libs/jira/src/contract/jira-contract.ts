import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { contractTarget } from '@opsbook/context/testing';
import { conversationContract } from './conversation.ts';
import type { ContractTarget } from './contract-target.ts';
import { issuesContract } from './issues.ts';
import { workflowContract } from './workflow.ts';

/** What the simulator claims, as the client sees it: the same for the simulator and for a real Jira, Cloud or Data Center. */
export function jiraContract(prepare: () => Promise<ContractTarget>): void {
  const target = contractTarget<ContractTarget>({ beforeAll, afterEach, afterAll, expect }, prepare);
  issuesContract(target);
  conversationContract(target);
  workflowContract(target);
}
