import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { mailErroredServers } from './mail-errored-servers.ts';
import { mailFlavorEndOfLife } from './mail-flavor-end-of-life.ts';
import { mailFloatingIpHolders } from './mail-floating-ip-holders.ts';
import { mailHypervisorFault } from './mail-hypervisor-fault.ts';
import { mailHypervisorMaintenance } from './mail-hypervisor-maintenance.ts';
import { mailHypervisorReport } from './mail-hypervisor-report.ts';
import { mailImageEndOfLife } from './mail-image-end-of-life.ts';
import { mailPublishedImages } from './mail-published-images.ts';
import { mailShutoffServers } from './mail-shutoff-servers.ts';
import { mailStaleServers } from './mail-stale-servers.ts';
import { mailTest } from './mail-test.ts';
import { mailWithdrawnImages } from './mail-withdrawn-images.ts';

export { mailTemplates } from './templates/index.ts';
export {
  mailErroredServers,
  mailFlavorEndOfLife,
  mailFloatingIpHolders,
  mailHypervisorFault,
  mailHypervisorMaintenance,
  mailHypervisorReport,
  mailImageEndOfLife,
  mailPublishedImages,
  mailShutoffServers,
  mailStaleServers,
  mailTest,
  mailWithdrawnImages,
};

/** The runbooks of this domain. */
export const notificationRunbooks: readonly AnyRunbook<Services>[] = [
  mailErroredServers,
  mailFlavorEndOfLife,
  mailFloatingIpHolders,
  mailHypervisorFault,
  mailHypervisorMaintenance,
  mailHypervisorReport,
  mailImageEndOfLife,
  mailPublishedImages,
  mailShutoffServers,
  mailStaleServers,
  mailTest,
  mailWithdrawnImages,
];
