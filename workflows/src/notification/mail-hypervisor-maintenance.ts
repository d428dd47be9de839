import * as z from 'zod';
import { runbook } from '../runbook.ts';
import { hypervisorMailFields, hypervisorMailTargets, mailOwnersOn } from './hypervisor-mail.ts';
import { MailReport } from './mail-report.ts';
import { hypervisorMaintenance } from './templates/hypervisor-maintenance/template.ts';

/** Mails the owners of servers on a hypervisor that is worked on. */
export const mailHypervisorMaintenance = runbook({
  name: 'notification.mail-hypervisor-maintenance',
  summary: 'Mail the owners of servers on a hypervisor that is worked on',
  description:
    'One mail per owner with their servers there. It moves nothing: `hypervisor.drain` and `hypervisor.maintain` do.',
  risk: 'safe',
  input: z.strictObject({
    ...hypervisorMailFields,
    reason: z.string().trim().min(1).max(200).optional().describe('What is done, in words for users'),
    startsAt: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('When the work begins, ISO 8601 with its zone, `2026-12-01T09:00:00Z`'),
  }),
  output: MailReport,
  targets: hypervisorMailTargets('notification.mail-hypervisor-maintenance'),
  replaces: [
    {
      action: 'email.users.with.vms.on.hv.maintenance.notification',
      call: { cloud: 'prod', hypervisor: 'hv1', startsAt: '2026-12-01T09:00:00Z' },
      better: 'A preview has no side effect: to notify and then move, run `hypervisor.maintain --notify`.',
    },
  ],
  run: async (ctx, input) => {
    const { reason = null, startsAt } = input;
    const begins = startsAt === undefined ? null : new Date(startsAt).toISOString();
    return await mailOwnersOn(ctx, input, hypervisorMaintenance, { reason, startsAt: begins });
  },
});
