import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { findFloatingIps } from './find-floating-ips.ts';

export { findFloatingIps };

/** The runbooks of this domain. */
export const networkRunbooks: readonly AnyRunbook<Services>[] = [findFloatingIps];
