import { ServiceClient } from '../core/service-client.ts';
import type { Session } from '../core/session.ts';
import { Projects } from './projects.ts';
import { Users } from './users.ts';

/** Keystone. */
export class Identity {
  readonly projects: Projects;
  readonly users: Users;

  constructor(session: Session) {
    const keystone = new ServiceClient(session, { type: 'identity', version: 'v3' });
    this.projects = new Projects(keystone);
    this.users = new Users(keystone);
  }
}
