import * as z from 'zod';
import { patternsField } from './patterns-field.ts';

const matchSchema = z.lazy(() =>
  z
    .strictObject({
      risk: z
        .array(z.enum(['read-only', 'safe', 'disruptive', 'destructive']))
        .min(1)
        .describe('Risks of runbooks, as `opsbook list` shows them. Default: everything but `read-only`.')
        .optional(),
      runbook: patternsField('Name of the runbook.'),
      target: patternsField('Target of the run, as `opsbook leases` shows it; one of its targets must fit.'),
    })
    .prefault({})
    .describe('Which runs. All conditions that are given must hold; without any, every run that may change something.'),
);

/** One rule of `approvals`. */
export const approvalRuleSchema = z.lazy(() =>
  z
    .strictObject({
      name: z.string().min(1).describe('Shown where the rule decides.').optional(),
      match: matchSchema,
      approvers: z
        .array(z.string().min(1))
        .min(1)
        .superRefine(refuseTwice)
        .describe('User names of those who may approve, compared exactly. Default: anybody.')
        .optional(),
      count: z.int().positive().default(1).describe('How many people must say yes. One no is enough.'),
      requesterMay: z
        .boolean()
        .default(false)
        .describe('Whether whoever asks for the run may be one of those who approve it.'),
      expires: z
        .number()
        .positive()
        .max(2_592_000)
        .default(86_400)
        .describe('Seconds from when the run is asked for until it is too late and the run ends as refused.'),
    })
    .superRefine(refuseTooMany, { when: ({ value }) => typeof value === 'object' && value !== null })
    .describe('A rule about runs that need other people’s yes.'),
);

function refuseTwice(approvers: readonly string[], context: z.core.$RefinementCtx): void {
  for (const [index, name] of approvers.entries()) {
    if (approvers.indexOf(name) === index) continue;
    context.addIssue({ code: 'custom', path: [index], message: `${name} is in the list already` });
  }
}

// Runs even if the rule has other faults: what it is made of is not certain here.
function refuseTooMany({ approvers, count }: { approvers?: unknown; count?: unknown }, context: z.core.$RefinementCtx) {
  if (!Array.isArray(approvers) || approvers.length === 0 || typeof count !== 'number') return;
  const people = new Set(approvers).size;
  if (count <= people) return;
  const message = `must be at most ${people}: that many approvers are named`;
  context.addIssue({ code: 'custom', path: ['count'], message });
}

export type ApprovalRule = z.output<typeof approvalRuleSchema>;
