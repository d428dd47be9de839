export interface SimulatedProject {
  id: string;
  name: string;
  domainId: string;
  description: string;
  enabled: boolean;
  /** -1: unlimited. */
  quota: { instances: number; cores: number; ramMiB: number };
}

export interface SimulatedUser {
  id: string;
  name: string;
  domainId: string;
  password: string;
  enabled: boolean;
  email: string | null;
  /** Role names by project id; under `system` those for the whole deployment. */
  roles: Record<string, string[]>;
}

export interface SimulatedApplicationCredential {
  id: string;
  name: string;
  secret: string;
  userId: string;
  projectId: string;
  roles: string[];
}

export interface SimulatedToken {
  value: string;
  userId: string;
  /** null: the scope is the system, or there is none. */
  projectId: string | null;
  system: boolean;
  roles: string[];
  methods: string[];
  /** Milliseconds. */
  issuedAt: number;
  expiresAt: number;
  revoked: boolean;
}
