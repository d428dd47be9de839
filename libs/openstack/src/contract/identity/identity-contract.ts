import type { TargetOf } from '../contract-target.ts';
import { applicationCredentialsContract } from './application-credentials.ts';
import { domainsContract } from './domains.ts';
import { grantsContract } from './grants.ts';
import { groupsContract } from './groups.ts';
import { projectsContract } from './projects.ts';
import { roleAssignmentsContract } from './role-assignments.ts';
import { rolesContract } from './roles.ts';
import { scopesContract } from './scopes.ts';
import { tokenEndsContract } from './token-ends.ts';
import { tokensContract } from './tokens.ts';
import { usersContract } from './users.ts';

/** What holds of keystone. */
export function identityContract(target: TargetOf): void {
  tokensContract(target);
  scopesContract(target);
  projectsContract(target);
  domainsContract(target);
  usersContract(target);
  groupsContract(target);
  rolesContract(target);
  grantsContract(target);
  roleAssignmentsContract(target);
  applicationCredentialsContract(target);
  tokenEndsContract(target);
}
