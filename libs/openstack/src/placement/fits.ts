import type { HostCapacity } from './capacity.ts';
import type { ResourceAmounts } from './placement-api.ts';
import type { Room } from './room.ts';

/** Whether something has room on a host, and else why not: one reason for each resource class. */
export interface Fit {
  fits: boolean;
  reasons: string[];
}

/**
 * Whether a host could give these amounts now, each class from one provider of its tree, by placement's rules. Traits,
 * granular groups and nova's own filters are not looked at: {@link PlacementService.candidates} knows the first two.
 */
export function fits(resources: ResourceAmounts, host: HostCapacity): Fit {
  const providers = [host, ...host.parts];
  const reasons = Object.entries(resources).flatMap(([name, amount]) => {
    const rooms = providers.flatMap((provider) => provider.resources[name] ?? []);
    const refusals = rooms.map((one) => refusal(name, amount, one));
    if (refusals.some((why) => why === undefined)) return [];
    return [refusals[0] ?? `${host.name} has no ${name}`];
  });
  return { fits: reasons.length === 0, reasons };
}

function refusal(name: string, amount: number, { free, minUnit, maxUnit, stepSize }: Room): string | undefined {
  if (amount < minUnit) return `${name}: ${amount} is less than the least that it gives at once, ${minUnit}`;
  if (amount > maxUnit) return `${name}: ${amount} is more than it gives to one consumer, ${maxUnit}`;
  if (amount % stepSize !== 0) return `${name}: ${amount} is no multiple of ${stepSize}`;
  return amount > free ? `${name}: ${amount} wanted, ${free} free` : undefined;
}
