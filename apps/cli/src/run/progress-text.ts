import type { Json } from '@opsbook/runbook';
import { formatDuration } from '../format/duration.ts';
import { inline } from '../format/values.ts';

/** `46 %, 1m20s left, running, to hv4` of what a lane said about how far it is. */
export function progressText(data: Json | undefined): string {
  if (data === undefined || data === null || typeof data !== 'object' || Array.isArray(data)) return inline(data);
  const { percent, secondsLeft, message, state, ...rest } = data;
  return [
    ...(typeof percent === 'number' ? [`${Math.floor(percent)} %`] : []),
    ...(typeof secondsLeft === 'number' ? [`${formatDuration(secondsLeft)} left`] : []),
    ...(typeof message === 'string' && message !== '' ? [message] : []),
    ...(typeof state === 'string' ? [state] : []),
    ...Object.entries(rest).map(([key, value]) => `${key} ${inline(value)}`),
  ]
    .filter((part) => part !== '')
    .join(', ');
}
