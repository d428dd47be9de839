import type { OpenStackState } from '../state.ts';
import type { SimulatedProject } from './identity-records.ts';

/** A project or a domain, which is the root of its projects. */
export interface TreeNode {
  id: string;
  domainId: string;
  enabled: boolean;
  isDomain: boolean;
}

export const childrenOf = ({ projects }: OpenStackState, id: string): SimulatedProject[] =>
  projects.filter(({ parentId }) => parentId === id);

/** The project or domain itself and all above it; empty when it does not exist. */
export function ancestorsOf(state: OpenStackState, id: string): TreeNode[] {
  const domain = state.domains.find((one) => one.id === id);
  if (domain !== undefined) return [{ id, domainId: id, enabled: domain.enabled, isDomain: true }];
  const project = state.projects.find((one) => one.id === id);
  if (project === undefined) return [];
  const { domainId, enabled, parentId } = project;
  return [{ id, domainId, enabled, isDomain: false }, ...ancestorsOf(state, parentId)];
}

/** Nested upwards; a domain has nothing above it. */
export function parentIds(state: OpenStackState, { parentId }: { parentId: string }): object {
  const parent = state.projects.find(({ id }) => id === parentId);
  return { [parentId]: parent === undefined ? null : parentIds(state, parent) };
}

/** Nested downwards; null: nothing is below. */
export function subtreeIds(state: OpenStackState, id: string): object | null {
  const children = childrenOf(state, id);
  if (children.length === 0) return null;
  return Object.fromEntries(children.map((child) => [child.id, subtreeIds(state, child.id)]));
}
