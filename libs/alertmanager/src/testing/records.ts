import type { Labels } from '../matcher/label-test.ts';
import type { Matcher } from '../matcher/matcher.ts';
import type { WebhookPayload } from '../webhook.ts';

/** A time, and the zone in which it was posted: answers keep it. */
export interface Stamp {
  /** Milliseconds since the Unix epoch. */
  at: number;
  /** Minutes east of UTC. */
  offset: number;
}

/** An alert that was posted. */
export interface SimulatedAlert {
  fingerprint: string;
  labels: Labels;
  annotations: Labels;
  generatorURL: string;
  startsAt: Stamp;
  endsAt: Stamp;
  /** Milliseconds since the Unix epoch. */
  updatedAt: number;
  /** Its end is the resolve time-out, not the poster's word. */
  timedOut: boolean;
}

export interface SimulatedSilence {
  id: string;
  matchers: Matcher[];
  startsAt: Stamp;
  endsAt: Stamp;
  /** Milliseconds since the Unix epoch. */
  updatedAt: number;
  createdBy: string;
  comment: string;
}

/**
 * One notification of a receiver. `due`: to be posted; `kept`: the receiver has no URL; `failed`: not accepted within the group's
 * interval, or refused, and so said again later.
 */
export interface SimulatedNotification {
  receiver: string;
  /** Milliseconds since the Unix epoch. */
  at: number;
  state: 'due' | 'kept' | 'delivered' | 'failed';
  payload: WebhookPayload;
}
