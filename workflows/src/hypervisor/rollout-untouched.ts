import type { ComputeService } from '@opsbook/openstack';
import { isSetByPerson } from '../compute-service/reasons.ts';

/** Why a rollout passes over a hypervisor in this state; null: it does not. */
export function whyUntouched(
  { status, state, disabledReason }: Pick<ComputeService, 'status' | 'state' | 'disabledReason'>,
  takeOver: boolean,
): string | null {
  if (state === 'down') return 'nova sees it down';
  if (status !== 'disabled' || takeOver || !isSetByPerson(disabledReason)) return null;
  return `a person disabled it: '${disabledReason ?? '(no reason)'}'`;
}
