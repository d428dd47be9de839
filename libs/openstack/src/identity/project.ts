/** A project: what owns servers, images and quotas. */
export interface Project {
  id: string;
  name: string;
  /** Of a domain, which can be got by its id as a project too, its own. */
  domainId: string;
  enabled: boolean;
  description: string;
  /** The project above it, or its domain's id. */
  parentId: string | null;
  tags: string[];
  /** Keystone refuses to change or delete it. */
  immutable: boolean;
}

export interface KeystoneProject {
  id: string;
  name: string;
  /** null: it is a domain, which keystone shows as a project too. */
  domain_id: string | null;
  enabled: boolean;
  description?: string | null;
  parent_id?: string | null;
  tags?: string[];
  options?: { immutable?: boolean | null };
}

export const project = (raw: KeystoneProject): Project => ({
  id: raw.id,
  name: raw.name,
  domainId: raw.domain_id ?? raw.id,
  enabled: raw.enabled,
  description: raw.description ?? '',
  parentId: raw.parent_id ?? null,
  // Keystone gives them in any order.
  tags: (raw.tags ?? []).toSorted(),
  immutable: raw.options?.immutable === true,
});
