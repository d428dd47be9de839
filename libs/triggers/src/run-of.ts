import type { EventState } from './event-state.ts';

/** The run that answers an event, or is about to. */
export function runOf(state: EventState): string | undefined {
  if ('run' in state) return state.run;
  return state.state === 'received' ? state.intent?.run : undefined;
}
