import type { Emission } from '../event-state.ts';
import type { TriggerEvent } from '../trigger-event.ts';
import { triggerOf } from './trigger-types.ts';

/** Which events another system decides about. */
export interface EmitPolicy {
  types: readonly ('alert' | 'sensor' | 'run')[];
  /** `none`: the rules are not asked about them; `first`: they are, and what none matches is handed over. */
  rules: 'none' | 'first';
  /** The pack whose triggers they are. */
  pack: string;
}

/** As what an event is handed over; undefined for one that is not. */
export function emissionOf({ types, pack }: EmitPolicy, event: TriggerEvent): Emission | undefined {
  const trigger = types.some((type) => type === event.type) ? triggerOf(event) : undefined;
  return trigger && { trigger: `${pack}.${trigger.name}`, traceTag: event.id };
}
