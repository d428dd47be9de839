import * as z from 'zod';
import { pathField } from './path-field.ts';

/** How certificates are checked, and which one is shown. The files are read when the service is first used. */
export const tlsSchema = z
  .strictObject({
    ca: pathField('File with the authorities that are trusted, in PEM. Default: those that Node brings.').optional(),
    cert: pathField('File with a certificate of our own, in PEM.').optional(),
    key: pathField('File with its key, in PEM. Default: the key is in the file of the certificate.').optional(),
    insecure: z.boolean().default(false).describe('Accepts every certificate: for a test system only.'),
  })
  .describe('Certificates, as paths of files.');

export type TlsFiles = z.output<typeof tlsSchema> & { servername?: string | undefined };
