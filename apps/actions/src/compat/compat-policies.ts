import type { Json } from '@opsbook/runbook';

/** A policy on an action of the pack (parameters as in st2 `st2common/policies/meta/`). */
export interface CompatPolicy {
  name: string;
  description: string;
  action: string;
  type: string;
  parameters: Readonly<Record<string, Json>>;
}

/** The cloud pack's policies. */
export const COMPAT_POLICIES: readonly CompatPolicy[] = [
  {
    name: 'hypervisor.drain.concurrency',
    description: 'Three hypervisors drained at once; others wait',
    action: 'hypervisor.drain',
    type: 'action.concurrency',
    parameters: { threshold: 3, action: 'delay' },
  },
  {
    name: 'server.migrate.concurrency',
    description: 'Three servers moved at once, for the sake of the network; others wait',
    action: 'server.migrate',
    type: 'action.concurrency',
    parameters: { threshold: 3, action: 'delay' },
  },
  {
    name: 'server.migrate.retry',
    description: 'A move that failed is tried once more after two minutes',
    action: 'server.migrate',
    type: 'action.retry',
    parameters: { retry_on: 'failure', max_retry_count: 1, delay: 120 },
  },
];
