import type { OpenStackClient, Port } from '@opsbook/openstack';
import { type OpenRule, remoteOf } from './is-open.ts';

/** More ids make an address that is too long. */
const PER_REQUEST = 50;

export interface OpenGroup {
  id: string;
  name: string;
  projectId: string;
  project: string | null;
  rules: { id: string; protocol: string; ports: string; remote: string }[];
}

export interface GroupMember {
  id: string;
  name: string | null;
  status: string | null;
}

/** Groups with a rule that is open, of all projects or of one, and how many there are of these. */
export async function readOpenGroups(
  { network, identity }: OpenStackClient,
  isOpen: (rule: OpenRule) => boolean,
  projectId?: string,
): Promise<{ checked: number; open: OpenGroup[] }> {
  const [all, projects] = await Promise.all([network.securityGroups.list(), identity.projects.list()]);
  const names = new Map(projects.map(({ id, name }) => [id, name]));
  const groups = all.filter((group) => projectId === undefined || group.projectId === projectId);
  const open = groups.flatMap((group) => {
    const rules = group.rules.filter(isOpen).map((rule) => ({
      id: rule.id,
      protocol: rule.protocol ?? 'any protocol',
      ports: rule.portRangeMin === null ? 'any' : `${rule.portRangeMin}-${rule.portRangeMax ?? 65_535}`,
      remote: remoteOf(rule) ?? '',
    }));
    const { id, name, projectId: owner } = group;
    return rules.length === 0 ? [] : [{ id, name, projectId: owner, project: names.get(owner) ?? null, rules }];
  });
  return { checked: groups.length, open };
}

/** The servers that have a group on one of their ports, by group. */
export async function readMembers(
  { network, compute }: OpenStackClient,
  groups: readonly OpenGroup[],
): Promise<Record<string, GroupMember[]>> {
  if (groups.length === 0) return {};
  const ports: Port[] = [];
  for (let at = 0; at < groups.length; at += PER_REQUEST) {
    const securityGroupId = groups.slice(at, at + PER_REQUEST).map(({ id }) => id);
    for await (const port of network.ports.list({ securityGroupId })) {
      if (port.deviceOwner.startsWith('compute:')) ports.push(port);
    }
  }
  if (ports.length === 0) return {};
  const servers = new Map((await compute.servers.list({ allProjects: true })).map((server) => [server.id, server]));
  const membersOf = (groupId: string): GroupMember[] => {
    const ids = ports.filter(({ securityGroupIds }) => securityGroupIds.includes(groupId)).map((one) => one.deviceId);
    return [...new Set(ids)].map((id) => {
      const server = servers.get(id);
      return { id, name: server?.name ?? null, status: server?.status ?? null };
    });
  };
  return Object.fromEntries(groups.map(({ id }) => [id, membersOf(id)]));
}
