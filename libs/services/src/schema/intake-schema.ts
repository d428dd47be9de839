import * as z from 'zod';

/** The fields of `project.create` that an issue may answer. */
export const INTAKE_FIELDS = [
  ...['name', 'email', 'description', 'domain', 'parent', 'network', 'admins', 'users'],
  ...['instances', 'cores', 'ramMiB', 'volumes', 'gigabytes', 'snapshots', 'backups', 'backupGigabytes'],
  ...['floatingIps', 'networks', 'subnets', 'routers', 'ports', 'securityGroups', 'securityGroupRules'],
] as const;

const byField = <T extends z.ZodType>(value: T) => z.partialRecord(z.enum(INTAKE_FIELDS), value).default({});

const text = z.string().min(1);

/** How `project.create-from-ticket` reads an issue, asks for approval and answers. */
export const intakeSchema = z
  .strictObject({
    property: text.default('proforma.forms.i1').describe('Property of the issue that holds the form.'),
    questions: byField(text).describe(
      'Ids of the form’s questions, by the field of `project.create` that each answers: `{ name: "3", users: "29" }`.',
    ),
    fields: byField(text).describe(
      'Fields of the issue, by name or id, that answer where there is no form: `{ name: Project name, cores: Cores }`.',
    ),
    times: byField(z.number().positive()).describe(
      'What a number is multiplied with: `{ ramMiB: 1024 }`, where memory is asked for in GiB. Default: 1.',
    ),
    values: byField(z.record(text, z.string())).describe(
      'What an answer means, by the id or the label of its choice: `{ network: { "1": external, "2": internal } }`. ' +
        'Default: itself.',
    ),
    others: z
      .record(text, text)
      .default({})
      .describe(
        'Further questions, by what they are called in the plan: what is asked for and made by hand, as ' +
          '`{ GPUs: "17" }`.',
      ),
    internal: z.boolean().default(true).describe('Whether the plan is a comment that only agents see.'),
    askedStatus: text
      .describe('Status in which the issue waits for its approval; it is moved there. Default: it stays where it is.')
      .optional(),
    approvedStatus: text.default('Approved').describe('Status that means yes, for `approval: transition`.'),
    rejectedStatus: text.default('Rejected').describe('Status that means no.'),
    doneStatus: text
      .describe('Status to which the issue is moved at the end. Default: it stays where it is.')
      .optional(),
    doneFields: z
      .record(text, z.json())
      .default({})
      .describe('Fields of the transition’s screen, by name, that leads there: `{ Resolution: Done }`.'),
    approvers: z
      .array(text)
      .min(1)
      .describe(
        'Operating system users who may say yes, for `approval: command`. Default: anybody but who started the run.',
      )
      .optional(),
    patience: z
      .int()
      .positive()
      .max(7_776_000)
      .default(1_209_600)
      .describe('Seconds to wait for an approval. Default: two weeks.'),
    every: z.int().min(10).max(86_400).default(300).describe('Seconds between two looks at the issue.'),
    answer: z
      .string()
      .min(1)
      .max(10_000)
      .default('The project {name} has been made. It has the id {id}.')
      .describe(
        'The answer that everybody sees: plain text with `{name}`, `{id}`, `{cloud}` and `{network}`; blank lines part ' +
          'paragraphs.',
      ),
    links: z
      .array(
        z.strictObject({
          type: text.describe('Name of the type of link.'),
          to: text.describe('Key of the other issue.'),
        }),
      )
      .default([])
      .describe('Links that the issue gets at the end: the type’s name, and the key of the other issue.'),
  })
  .superRefine(refuseTwice, { when: ({ value }) => typeof value === 'object' && value !== null });

// Runs even if there are other faults: what it is made of is not certain here.
function refuseTwice(intake: object, context: z.core.$RefinementCtx): void {
  const { questions, fields } = intake as Record<string, unknown>;
  for (const name of Object.keys(questions ?? {})) {
    if (!Object.hasOwn(fields ?? {}, name)) continue;
    context.addIssue({ code: 'custom', path: ['fields', name], message: 'is answered by a question already' });
  }
}

export type IntakeSettings = z.output<typeof intakeSchema>;
export type IntakeField = (typeof INTAKE_FIELDS)[number];
