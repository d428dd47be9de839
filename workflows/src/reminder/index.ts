import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { postPullRequests } from './post-pull-requests.ts';

export { postPullRequests };

/** The runbooks of this domain. */
export const reminderRunbooks: readonly AnyRunbook<Services>[] = [postPullRequests];
