import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@opsbook/context';

/** A new run's id: sorts by time, short enough to be read aloud. */
export const newRunId = (clock: Clock): string =>
  `${clock.now().toString(36).padStart(9, '0')}-${randomBytes(3).toString('hex')}`;

/** A child's id is the same in every replay of its parent. 48 bits: two of ten thousand children must not share one. */
export const childRunId = (parent: string, path: string): string =>
  `${parent}.${createHash('sha256').update(path).digest('hex').slice(0, 12)}`;
