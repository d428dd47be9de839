import type { TargetOf } from '../contract-target.ts';
import { novaAllocationsContract } from './nova-allocations.ts';
import { placementFrameContract } from './placement-frame.ts';
import { providersContract } from './providers.ts';

/** What placement does. */
export function placementContract(target: TargetOf): void {
  placementFrameContract(target);
  providersContract(target);
  novaAllocationsContract(target);
}
