/** One user's way into the simulated cloud. */
interface LoginFacts {
  name: string;
  password: string;
  domain: string;
  /** null: the whole deployment. */
  project: string | null;
}

/** The logins that every simulated cloud has, by what they may do. */
export const LOGINS = {
  /** Admin of project admin. */
  admin: { name: 'admin', password: 'simulated-admin', domain: 'Default', project: 'admin' },
  /** Member of project demo. */
  member: { name: 'demo', password: 'simulated-demo', domain: 'Default', project: 'demo' },
  /** Reader of project demo. */
  reader: { name: 'auditor', password: 'simulated-auditor', domain: 'Default', project: 'demo' },
  /** The admin, of the system. */
  system: { name: 'admin', password: 'simulated-admin', domain: 'Default', project: null },
  /** Member of project web, in the domain corp. */
  alice: { name: 'alice', password: 'simulated-alice', domain: 'corp', project: 'web' },
  /** In the domain corp, by the group ops: member of project data, reader of project web. */
  bob: { name: 'bob', password: 'simulated-bob', domain: 'corp', project: 'data' },
} as const satisfies Record<string, LoginFacts>;

export type Login = keyof typeof LOGINS;
