import * as z from 'zod';

/** Something that is withdrawn, and when. */
const endingFlavor = z.strictObject({
  name: z.string().min(1).describe('Flavor, by its exact name'),
  endOfLife: z.iso.date().describe('Last day, `2027-01-31`; it ends at noon, UTC'),
});

const endingImage = z.strictObject({
  name: z.string().min(1).describe('Image, by its exact name'),
  endOfLife: z.iso.date().describe('Last day on which it gets updates, `2027-01-31`'),
  upgrade: z.string().min(1).optional().describe('Image to use instead; default: none, deleting is advised'),
});

/** Each of them once, so that there is one last day for it. */
const eachOnce = (all: readonly { name: string }[], context: z.core.$RefinementCtx): void => {
  for (const [index, { name }] of all.entries()) {
    const first = all.findIndex((one) => one.name === name);
    if (first < index) context.addIssue({ code: 'custom', path: [index, 'name'], message: `is that of [${first}]` });
  }
};

export const endingFlavors = z.array(endingFlavor).min(1).superRefine(eachOnce).describe('Flavors with their last day');

export const endingImages = z
  .array(endingImage)
  .min(1)
  .superRefine(eachOnce)
  .describe('Images with their last day and what to use instead');

/** What a mail says in place of an image to use instead. */
export const upgradeText = (upgrade: string | undefined): string => upgrade ?? 'none: please delete what uses it';
