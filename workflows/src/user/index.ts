import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { addUsersToGroup } from './add-to-group.ts';
import { findUsers } from './find.ts';

export { addUsersToGroup, findUsers };

/** The runbooks of this domain. */
export const userRunbooks: readonly AnyRunbook<Services>[] = [addUsersToGroup, findUsers];
