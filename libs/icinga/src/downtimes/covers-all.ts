import type { Downtime } from './downtime.ts';
import type { ResolvedDowntime } from './new-downtime.ts';

/** One downtime for each of the objects (null: the host) that lasts as long as wanted; undefined where one has none. */
export function coversAll(
  { start, end, flexibleFor }: ResolvedDowntime,
  downtimes: readonly Downtime[],
  objects: readonly (string | null)[],
): Downtime[] | undefined {
  const covering = downtimes.filter(
    (one) =>
      one.flexibleFor === flexibleFor &&
      Date.parse(one.startsAt) <= start * 1000 &&
      Date.parse(one.endsAt) >= end * 1000,
  );
  const found = objects.map((service) => covering.find((one) => one.service === service));
  return found.every((one) => one !== undefined) ? found : undefined;
}
