import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { hypervisorMailFields, hypervisorMailTargets, mailOwnersOn } from './hypervisor-mail.ts';
import { MailReport } from './mail-report.ts';
import { hypervisorFault } from './templates/hypervisor-fault/template.ts';

/** Mails the owners of servers on a faulty hypervisor. */
export const mailHypervisorFault = runbook({
  name: 'notification.mail-hypervisor-fault',
  summary: 'Mail the owners of servers on a faulty hypervisor',
  description: 'One mail per owner with their servers there. It moves nothing: `hypervisor.drain` does.',
  risk: 'safe',
  input: z.strictObject({
    ...hypervisorMailFields,
    reason: z.string().trim().min(1).max(200).optional().describe('What is wrong, in words for users'),
  }),
  output: MailReport,
  targets: hypervisorMailTargets('notification.mail-hypervisor-fault'),
  replaces: [
    {
      action: 'email.users.with.vms.on.hv.fault.notification',
      call: { cloud: 'prod', hypervisor: 'hv1', reason: 'one of its disks is failing' },
      better: 'A preview has no side effect, the text part exists, and a resumed run mails nobody twice.',
    },
  ],
  run: async (ctx, input) => await mailOwnersOn(ctx, input, hypervisorFault, { reason: input.reason ?? null }),
});
