import type { SimulatorAnswer } from '@opsbook/http/testing';
import type { Given } from '../given.ts';
import type { SimulatedVolume } from './block-storage-records.ts';
import type { CinderCall } from './cinder-api.ts';

/** One action of `POST /volumes/{id}/action`: the body is looked at before the volume. */
export interface VolumeAction {
  check?: (call: CinderCall, argument: Given) => void;
  run: (call: CinderCall, volume: SimulatedVolume, argument: Given) => SimulatorAnswer;
}
