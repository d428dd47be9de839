import type { MailTemplate } from '@opsbook/email';
import { flavorsEndOfLife } from './flavors-end-of-life/template.ts';
import { floatingIpsUnused } from './floating-ips-unused/template.ts';
import { hypervisorFault } from './hypervisor-fault/template.ts';
import { hypervisorMaintenance } from './hypervisor-maintenance/template.ts';
import { hypervisorsOutOfService } from './hypervisors-out-of-service/template.ts';
import { imagesEndOfLife } from './images-end-of-life/template.ts';
import { imagesPublished } from './images-published/template.ts';
import { imagesWithdrawn } from './images-withdrawn/template.ts';
import { serversInError } from './servers-in-error/template.ts';
import { serversShutOff } from './servers-shut-off/template.ts';
import { serversUnused } from './servers-unused/template.ts';
import { test } from './test/template.ts';

/** The mails that runbooks send. */
export const mailTemplates: readonly MailTemplate[] = [
  flavorsEndOfLife,
  floatingIpsUnused,
  hypervisorFault,
  hypervisorMaintenance,
  hypervisorsOutOfService,
  imagesEndOfLife,
  imagesPublished,
  imagesWithdrawn,
  serversInError,
  serversShutOff,
  serversUnused,
  test,
];
