import * as z from 'zod';

const pattern = z.string().min(1, 'is empty');

/** A pattern or a list of patterns; read as a list. */
export const patternsField = (description: string) =>
  z
    .union([pattern, z.array(pattern).min(1)], { error: 'must be a pattern or a list of patterns' })
    .describe(`${description} \`*\` and \`?\` stand for any characters; of a list, one must fit.`)
    .transform((value) => (typeof value === 'string' ? [value] : value))
    .optional();
