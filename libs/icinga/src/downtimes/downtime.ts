import { utc, utcOrNull } from '../utc.ts';

/** A time in which problems of a host or service are expected, and nobody is told. */
export interface Downtime {
  /** The full name, by which it is removed: `hv1!0d2b...`, `hv1!ssh!0d2b...`. */
  name: string;
  host: string;
  /** Null: the host itself. */
  service: string | null;
  author: string;
  comment: string;
  /** UTC ISO 8601. */
  startsAt: string;
  /** UTC ISO 8601. */
  endsAt: string;
  /** Of a flexible downtime: it lasts so many seconds from the first problem between start and end on. Null: it is fixed. */
  flexibleFor: number | null;
  /** When it took effect, UTC ISO 8601; null: not yet. */
  triggeredAt: string | null;
  /** The host's downtime with which this one was made and goes; null: none. */
  parent: string | null;
  /** The `ScheduledDowntime` of the configuration that made it; null: a person or a program did. */
  scheduledBy: string | null;
}

export interface WireDowntime {
  host_name: string;
  service_name: string;
  author: string;
  comment: string;
  start_time: number;
  end_time: number;
  duration: number;
  fixed: boolean;
  trigger_time: number;
  parent: string;
  scheduled_by: string;
}

export const toDowntime = (name: string, wire: WireDowntime): Downtime => ({
  name,
  host: wire.host_name,
  service: wire.service_name === '' ? null : wire.service_name,
  author: wire.author,
  comment: wire.comment,
  startsAt: utc(wire.start_time),
  endsAt: utc(wire.end_time),
  flexibleFor: wire.fixed ? null : wire.duration,
  triggeredAt: utcOrNull(wire.trigger_time),
  parent: wire.parent === '' ? null : wire.parent,
  scheduledBy: wire.scheduled_by === '' ? null : wire.scheduled_by,
});
