import { utcOrNull } from '../core/utc.ts';

/** A person or program that logs in. */
export interface User {
  id: string;
  name: string;
  domainId: string;
  enabled: boolean;
  email: string | null;
  description: string | null;
  defaultProjectId: string | null;
  /** null: never. */
  passwordExpiresAt: string | null;
}

export interface KeystoneUser {
  id: string;
  name: string;
  domain_id: string;
  enabled: boolean;
  email?: string | null;
  description?: string | null;
  default_project_id?: string | null;
  password_expires_at?: string | null;
}

export const user = (raw: KeystoneUser): User => ({
  id: raw.id,
  name: raw.name,
  domainId: raw.domain_id,
  enabled: raw.enabled,
  email: raw.email ?? null,
  description: raw.description ?? null,
  defaultProjectId: raw.default_project_id ?? null,
  passwordExpiresAt: utcOrNull(raw.password_expires_at),
});
