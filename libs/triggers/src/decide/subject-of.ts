import type { TriggerEvent } from '../trigger-event.ts';

/** What an event tells of, as `Remediation.subject` has it. */
export const subjectOf = ({ type, source, subject }: Pick<TriggerEvent, 'type' | 'source' | 'subject'>): string =>
  `${type}/${source}/${subject}`;
