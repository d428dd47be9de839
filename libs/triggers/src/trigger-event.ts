import type { Json } from '@opsbook/runbook';

/** What can make a rule begin: an alert, somebody's webhook, a finding of a sensor, a timer's tick, a run that has ended. */
export type TriggerType = 'alert' | 'webhook' | 'sensor' | 'timer' | 'run';

/** Something that happened. It is in the ledger before anybody was told that it arrived, and ends there in one state. */
export interface TriggerEvent {
  /** Unique; sorts by the time of arrival. */
  id: string;
  type: TriggerType;
  /** Who told: the name of the source of alerts, of the webhook, the sensor or the timer; for a run, its runbook. */
  source: string;
  /** What a second delivery of the same has too; unique in the ledger for each type and source. */
  key: string;
  /** What stays the same from firing to resolved: of an alert its fingerprint and start, of a finding its key. */
  subject: string;
  /** `resolved`: what `subject` told of is over. What has no end is always `firing`. */
  status: 'firing' | 'resolved';
  /** When it arrived; UTC ISO 8601. */
  receivedAt: string;
  /** What conditions and expressions see; known secrets masked. */
  payload: Record<string, Json>;
}
