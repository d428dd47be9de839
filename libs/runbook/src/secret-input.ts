import { readFileSync } from 'node:fs';
import { Secret } from '@opsbook/context';
import * as z from 'zod';

/**
 * A secret in a runbook's input. It is given, recorded and shown as a reference, `env:NAME` or `file:/path`, and resolved
 * to a {@link Secret} when the run begins and again when it is resumed: the value itself is never recorded.
 */
export const secretInput = () =>
  z
    .string()
    .regex(/^(env|file):.+/, 'give a secret as env:NAME or file:/path, not as itself')
    .transform((reference, context): Secret => {
      const [scheme, name] = [reference.slice(0, reference.indexOf(':')), reference.slice(reference.indexOf(':') + 1)];
      const value = scheme === 'env' ? process.env[name] : readSecretFile(name);
      if (value !== undefined && value !== '') return new Secret(value);
      context.addIssue({ code: 'custom', message: `${reference} is not set or cannot be read` });
      return z.NEVER;
    })
    .meta({ secret: true });

function readSecretFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}
