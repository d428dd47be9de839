import type { TriggerType } from '../trigger-event.ts';

/** The fields of an event's payload, by its type. */
export const PAYLOAD: Record<TriggerType, readonly string[]> = {
  alert: [
    ...['status', 'labels', 'annotations', 'startsAt', 'endsAt', 'generatorURL', 'fingerprint', 'receiver', 'groupKey'],
    ...['groupLabels', 'commonLabels', 'externalURL', 'source'],
  ],
  webhook: ['name', 'body', 'headers'],
  sensor: ['sensor', 'finding', 'since', 'announcements'],
  timer: ['timer', 'scheduledAt'],
  run: ['run'],
};

const EVERYWHERE = ['event', 'now', 'rule'];

const ADDED = {
  /** The event's own conditions see nothing but the event. */
  when: [],
  /** Target and group. */
  policy: EVERYWHERE,
  input: [...EVERYWHERE, 'group'],
  notify: [...EVERYWHERE, 'group', 'run', 'plan'],
  success: [...EVERYWHERE, 'group', 'run', 'report'],
  escalate: [...EVERYWHERE, 'group', 'run', 'report', 'why', 'trace'],
} as const;

/** What expressions may begin with at a place of a rule; of a rule without a trigger anything that a payload may have. */
export const scopeNames = (type: TriggerType | undefined, place: keyof typeof ADDED): string[] => [
  ...new Set([...(type === undefined ? Object.values(PAYLOAD).flat() : PAYLOAD[type]), ...ADDED[place]]),
];
