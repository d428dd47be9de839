export interface SimulatedDomain {
  id: string;
  name: string;
  description: string;
  enabled: boolean;
  /** null: the option was never set. */
  immutable: boolean | null;
}

export interface SimulatedProject {
  id: string;
  name: string;
  domainId: string;
  /** The project above it, or its domain. */
  parentId: string;
  description: string;
  enabled: boolean;
  tags: string[];
  immutable: boolean | null;
  /** Of nova; -1: unlimited. */
  quota: { instances: number; cores: number; ramMiB: number };
}

export interface SimulatedUser {
  id: string;
  name: string;
  domainId: string;
  /** null: it cannot log in. */
  password: string | null;
  enabled: boolean;
  email: string | null;
  description: string | null;
  defaultProjectId: string | null;
}

export interface SimulatedGroup {
  id: string;
  name: string;
  domainId: string;
  description: string;
  /** Users' ids. */
  members: string[];
}

export interface SimulatedRole {
  id: string;
  name: string;
  /** null: good everywhere. */
  domainId: string | null;
  description: string | null;
  immutable: boolean | null;
  /** Ids of roles. */
  implies: string[];
}

/** What a role is good for; all null and false: nothing. */
export interface SimulatedScope {
  projectId: string | null;
  domainId: string | null;
  system: boolean;
}

/** Either a user's or a group's. */
export interface SimulatedRoleAssignment extends SimulatedScope {
  roleId: string;
  userId: string | null;
  groupId: string | null;
  /** Good for the projects below, not for the scope itself. */
  inherited: boolean;
}

export interface SimulatedApplicationCredential {
  id: string;
  name: string;
  description: string | null;
  secret: string;
  userId: string;
  projectId: string;
  roleIds: string[];
  /** Milliseconds; null: never. */
  expiresAt: number | null;
  unrestricted: boolean | null;
  /** null: none were given. */
  accessRuleIds: string[] | null;
}

export interface SimulatedAccessRule {
  id: string;
  userId: string;
  service: string;
  method: string;
  path: string;
}

export interface SimulatedToken extends SimulatedScope {
  value: string;
  userId: string;
  methods: string[];
  /** The application credential that it was made with. */
  credentialId: string | null;
  /** Milliseconds. */
  issuedAt: number;
  expiresAt: number;
  revoked: boolean;
}
