import type * as z from 'zod';

/**
 * A refinement for a list of named rules: two of one name could not be told apart. To be run even if a rule has other
 * faults, to report all at once: what a rule is made of is not certain here.
 * @param list what the list is called in the fault
 */
export const refuseSameNames =
  (list: string) =>
  (rules: readonly { name?: unknown }[], context: z.core.$RefinementCtx): void => {
    const names = rules.map((rule) => (rule as typeof rule | null)?.name);
    for (const [index, name] of names.entries()) {
      const first = names.indexOf(name);
      if (first === index || typeof name !== 'string') continue;
      context.addIssue({ code: 'custom', path: [index, 'name'], message: `is the name of ${list}[${first}] already` });
    }
  };
