import type { OpenStackClient } from '@opsbook/openstack';
import { limitFaults } from '../quota/check-limits.ts';
import type { Limits, QuotaName } from '../quota/quota-fields.ts';
import { QUOTA_SERVICES, type QuotaService, ofService, serviceQuota } from '../quota/quota-services.ts';
import type { CheckedNetwork } from './check-project.ts';
import type { WantedGroups } from './wanted-rules.ts';

// Neutron puts four rules into the group `default`, and two into every other.
const RULES_OF_DEFAULT = 4;
const RULES_OF_GROUP = 2;

/** How many of what the project takes up by being made. */
export function takenBy(groups: WantedGroups, network: CheckedNetwork | null): Limits {
  const names = Object.keys(groups);
  const own = network?.profile.kind === 'own';
  return {
    securityGroups: names.length,
    securityGroupRules: RULES_OF_DEFAULT + RULES_OF_GROUP * (names.length - 1) + Object.values(groups).flat().length,
    ...(own && { networks: 1, subnets: 1, routers: 1, ports: 2 }),
  };
}

export interface Room {
  /** What is to be set, by service: what a person has set otherwise meanwhile is left alone. */
  limits: { service: QuotaService; limits: Limits }[];
  /** Those that are left alone, as they are. */
  kept: { quota: string; limit: number; wanted: number }[];
  faults: string[];
}

export interface RoomCheck {
  limits: Limits;
  /** What the project itself takes up. */
  taken: Limits;
  /** null: it is not there yet. */
  projectId: string | null;
}

/** Whether the limits leave room for what is made, and can be set at all. */
export async function checkRoom(client: OpenStackClient, { limits, taken, projectId }: RoomCheck): Promise<Room> {
  const room: Room = { limits: [], kept: [], faults: [] };
  for (const service of QUOTA_SERVICES) {
    const wanted = ofService(service, limits);
    const needed = ofService(service, taken);
    if (Object.keys({ ...wanted, ...needed }).length === 0) continue;
    const quota = serviceQuota(client, service);
    // Of no project, nova tells nothing: any that is there has the same defaults.
    const anyId = projectId ?? (await client.whoAmI()).projectId ?? '';
    const defaults = await quota.defaults(anyId);
    const details = projectId === null ? {} : await quota.details(projectId);
    const set: Limits = {};
    for (const [key, value] of Object.entries(wanted)) {
      const name = key as QuotaName;
      const now = details[name]?.limit ?? defaults[name];
      const ours = projectId === null || now === defaults[name] || now === value;
      if (ours || now === undefined) set[name] = value;
      else room.kept.push({ quota: name, limit: now, wanted: value ?? -1 });
    }
    const lines = projectId === null ? asNew(defaults) : details;
    room.faults.push(...limitFaults({ service, limits: set, details: lines, belowUsage: false, hint: false }));
    for (const [key, count = 0] of Object.entries(needed)) {
      const name = key as QuotaName;
      const limit = set[name] ?? details[name]?.limit ?? defaults[name] ?? -1;
      if (limit >= 0 && limit < count)
        room.faults.push(`${name}: ${limit} is too few, the project takes ${count} at once`);
    }
    if (Object.keys(set).length > 0) room.limits.push({ service, limits: set });
  }
  return room;
}

const asNew = (defaults: Limits) =>
  Object.fromEntries(
    Object.entries(defaults).map(([name, limit]) => [name, { limit: limit ?? -1, used: 0, reserved: 0 }]),
  );
