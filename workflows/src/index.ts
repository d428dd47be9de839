import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { aggregateRunbooks } from './aggregate/index.ts';
import { auditRunbooks } from './audit/index.ts';
import { computeServiceRunbooks } from './compute-service/index.ts';
import { downtimeRunbooks } from './downtime/index.ts';
import { flavorRunbooks } from './flavor/index.ts';
import { hostRunbooks } from './host/index.ts';
import { hypervisorRunbooks } from './hypervisor/index.ts';
import { imageRunbooks } from './image/index.ts';
import { networkRunbooks } from './network/index.ts';
import { notificationRunbooks } from './notification/index.ts';
import { projectRunbooks } from './project/index.ts';
import { quotaRunbooks } from './quota/index.ts';
import { reminderRunbooks } from './reminder/index.ts';
import { serverRunbooks } from './server/index.ts';
import { ticketRunbooks } from './ticket/index.ts';
import { userRunbooks } from './user/index.ts';

export { type Services } from '@opsbook/services';
export * as fields from './fields.ts';
export { runbook } from './runbook.ts';
export * from './aggregate/index.ts';
export * from './audit/index.ts';
export * from './compute-service/index.ts';
export * from './downtime/index.ts';
export * from './flavor/index.ts';
export * from './host/index.ts';
export * from './hypervisor/index.ts';
export * from './image/index.ts';
export * from './network/index.ts';
export * from './notification/index.ts';
export * from './project/index.ts';
export * from './quota/index.ts';
export * from './reminder/index.ts';
export * from './server/index.ts';
export * from './ticket/index.ts';
export * from './user/index.ts';

/** Every runbook, by name. */
export const runbooks: readonly AnyRunbook<Services>[] = [
  ...aggregateRunbooks,
  ...auditRunbooks,
  ...computeServiceRunbooks,
  ...downtimeRunbooks,
  ...flavorRunbooks,
  ...hostRunbooks,
  ...hypervisorRunbooks,
  ...imageRunbooks,
  ...networkRunbooks,
  ...notificationRunbooks,
  ...projectRunbooks,
  ...quotaRunbooks,
  ...reminderRunbooks,
  ...serverRunbooks,
  ...ticketRunbooks,
  ...userRunbooks,
].sort((a, b) => (a.name < b.name ? -1 : 1));
