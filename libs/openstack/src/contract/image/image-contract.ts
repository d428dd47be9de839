import type { TargetOf } from '../contract-target.ts';
import { imageDataContract } from './image-data.ts';
import { imagesContract } from './images.ts';

/** What glance does; its frame and snapshots are looked at with the servers. */
export function imageContract(target: TargetOf): void {
  imagesContract(target);
  imageDataContract(target);
}
