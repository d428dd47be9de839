import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { findFloatingIps } from './find-floating-ips.ts';
import { findUnusedPorts } from './find-unused-ports.ts';

export { findFloatingIps, findUnusedPorts };

/** The runbooks of this domain. */
export const networkRunbooks: readonly AnyRunbook<Services>[] = [findFloatingIps, findUnusedPorts];
