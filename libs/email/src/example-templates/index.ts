import type { MailTemplate } from '../templates/template.ts';
import { hypervisorMaintenance } from './hypervisor-maintenance/template.ts';
import { serversShutOff } from './servers-shut-off/template.ts';
import { test } from './test/template.ts';

/** Templates of this library, to send, to copy and to learn from. */
export const exampleTemplates: readonly MailTemplate[] = [test, serversShutOff, hypervisorMaintenance];
