import * as z from 'zod';

/** One thing that an audit found wrong, in a shape of which a ticket can be made. */
export const finding = z.object({
  /** From {@link findingKey}: without blanks, and no longer than 255 characters, so that it can be a label. */
  key: z
    .string()
    .regex(/^\S{1,255}$/)
    .describe('Names the thing, the same in every run'),
  title: z.string().describe('One line'),
  body: z.array(z.string()).describe('Plain text, a fact to a line'),
});

export type Finding = z.infer<typeof finding>;

export const findings = z.array(finding).describe('The same as findings of which tickets can be made');

/** A key that is the same in every run for the same thing, and for nothing else: `old-snapshot:prod:<id>`. */
export const findingKey = (kind: string, ...parts: readonly string[]): string =>
  [kind, ...parts].map(encodeURIComponent).join(':');

/** Facts as lines, `Project: demo`, without those that are not known. */
export const factLines = (facts: Readonly<Record<string, string | number | null>>): string[] =>
  Object.entries(facts).flatMap(([name, value]) => (value === null || value === '' ? [] : [`${name}: ${value}`]));
