import { Secret } from '@opsbook/context';
import { utcOrNull } from '../core/utc.ts';

/** What a program logs in with: some of a user's roles in one project, with a secret of its own. */
export interface ApplicationCredential {
  id: string;
  name: string;
  description: string | null;
  projectId: string;
  roles: { id: string; name: string }[];
  /** null: never. */
  expiresAt: string | null;
  /** It may make and delete application credentials and trusts. */
  unrestricted: boolean;
  /** All that it may ask for; null: whatever the roles allow. */
  accessRules: AccessRule[] | null;
}

/** One that was just made: the only time that its secret is told. */
export interface NewlyMadeCredential extends ApplicationCredential {
  secret: Secret;
}

/** Requests that are allowed. */
export interface AccessRule {
  id: string;
  /** The service's type in the catalog: `compute`. */
  service: string;
  method: string;
  /** `/v2.1/servers/*`; `*` is one segment, `**` any number. */
  path: string;
}

export interface KeystoneCredential {
  id: string;
  name: string;
  description?: string | null;
  project_id: string;
  roles: { id: string; name: string }[];
  expires_at?: string | null;
  unrestricted?: boolean | null;
  access_rules?: AccessRule[];
  secret?: string;
}

export const applicationCredential = (raw: KeystoneCredential): ApplicationCredential => ({
  id: raw.id,
  name: raw.name,
  description: raw.description ?? null,
  projectId: raw.project_id,
  roles: raw.roles.map(({ id, name }) => ({ id, name })),
  expiresAt: utcOrNull(raw.expires_at),
  unrestricted: raw.unrestricted ?? false,
  accessRules: raw.access_rules?.map(accessRule) ?? null,
});

export const newlyMade = (raw: KeystoneCredential): NewlyMadeCredential => ({
  ...applicationCredential(raw),
  secret: new Secret(raw.secret ?? ''),
});

export const accessRule = ({ id, service, method, path }: AccessRule): AccessRule => ({ id, service, method, path });
