import type { Labels } from './matcher/label-test.ts';
import { utc } from './utc.ts';

/** `unprocessed`: no group has looked at it yet; `suppressed`: silenced, inhibited or muted. */
export type AlertState = 'unprocessed' | 'active' | 'suppressed';

/** An alert as Alertmanager knows it. */
export interface Alert {
  /** A hash of its labels: the same for the same labels, whichever instance is asked. */
  fingerprint: string;
  labels: Labels;
  annotations: Labels;
  startsAt: string;
  /** When it counts as resolved unless it is posted again. */
  endsAt: string;
  updatedAt: string;
  /** Where it comes from; '' where that was not said. */
  generatorUrl: string;
  state: AlertState;
  /** Ids of silences. */
  silencedBy: readonly string[];
  /** Fingerprints of alerts. */
  inhibitedBy: readonly string[];
  /** Names of time intervals; known from 0.28 on, and empty before. */
  mutedBy: readonly string[];
  /** Names. */
  receivers: readonly string[];
}

/** As the API writes it. */
export interface WireAlert {
  fingerprint: string;
  labels: Labels;
  annotations: Labels;
  startsAt: string;
  endsAt: string;
  updatedAt: string;
  generatorURL?: string;
  status: { state: AlertState; silencedBy: string[]; inhibitedBy: string[]; mutedBy?: string[] };
  receivers: { name: string }[];
}

export const toAlert = ({ status, receivers, generatorURL = '', ...wire }: WireAlert): Alert => ({
  fingerprint: wire.fingerprint,
  labels: wire.labels,
  annotations: wire.annotations,
  startsAt: utc(wire.startsAt),
  endsAt: utc(wire.endsAt),
  updatedAt: utc(wire.updatedAt),
  generatorUrl: generatorURL,
  state: status.state,
  silencedBy: status.silencedBy,
  inhibitedBy: status.inhibitedBy,
  mutedBy: status.mutedBy ?? [],
  receivers: receivers.map(({ name }) => name),
});
