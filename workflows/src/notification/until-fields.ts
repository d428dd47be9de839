import * as z from 'zod';

/** Something that is withdrawn, and when. */
export const endingFlavor = z.strictObject({
  name: z.string().min(1).describe('Flavor, by its exact name'),
  endOfLife: z.iso.date().describe('Last day, `2027-01-31`; it ends at noon, UTC'),
});

export const endingImage = z.strictObject({
  name: z.string().min(1).describe('Image, by its exact name'),
  endOfLife: z.iso.date().describe('Last day on which it gets updates, `2027-01-31`'),
  upgrade: z.string().min(1).optional().describe('Image to use instead; default: none, deleting is advised'),
});

/** What a mail says in place of an image to use instead. */
export const upgradeText = (upgrade: string | undefined): string => upgrade ?? 'none: please delete what uses it';
