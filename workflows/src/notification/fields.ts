import type { Services } from '@opsbook/services';
import * as z from 'zod';
import { cloud, project } from '../fields.ts';

const address = z.email();

/** What every mail runbook can be told about its mails. */
export const mailFields = {
  subject: z.string().trim().min(1).max(200).optional().describe('Subject, instead of the one of the template'),
  cc: z.array(address).default([]).describe('Who gets a copy of every mail'),
  redirectTo: address
    .optional()
    .describe('Sends every mail to this address instead, to try it; its subject then says whom it was for'),
};

/** What every mail to the owners of something can be told besides. */
export const ownerMailFields = {
  cloud,
  projects: z.array(project).min(1).optional().describe('Only what belongs to these projects; default: to any'),
  ...mailFields,
  remindAfter: z
    .number()
    .min(0)
    .max(3650)
    .optional()
    .describe('Days for which nobody is told the same of the same thing again; default: as configured'),
};

/** What runbooks that mail the owners of something hold a lease on: two runs at once would tell everybody twice. */
export const mailTargets =
  (runbook: string) =>
  (input: { cloud: string }, services: Services): string[] => [
    services.openstack(input.cloud).targetOf('mails', runbook),
  ];
