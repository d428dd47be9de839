import { Secret } from '@opsbook/context';
import * as z from 'zod';

/** A field whose value nobody may see. The loader resolves `${env:NAME}` and `${file:path}` in such fields, and only there. */
export const secretField = (description: string) =>
  z
    .string()
    .min(1, 'is empty')
    .meta({ description, secret: true })
    .transform((value) => new Secret(value));
