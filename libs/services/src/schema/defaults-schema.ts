import * as z from 'zod';

const usual = (section: string) =>
  z
    .string()
    .min(1)
    .describe(
      `Which entry of \`${section}\` is used where none is named. Default: the only one, or the one called \`default\`.`,
    )
    .optional();

/** The section `defaults`. */
export const defaultsSchema = z.strictObject({
  cloud: z.string().min(1).describe('The cloud of a runbook that is given none.').optional(),
  alertmanager: usual('alertmanager'),
  prometheus: usual('prometheus'),
  icinga: usual('icinga'),
  jira: usual('jira'),
  email: usual('email'),
  stackstorm: usual('stackstorm'),
  approvalExpires: z
    .number()
    .positive()
    .max(2_592_000)
    .default(86_400)
    .describe(
      'Seconds in which a run has to be approved that asks for it though no rule of `approvals` wants that, as a rule for alerts ' +
        'can. Then it ends as refused.',
    ),
});
