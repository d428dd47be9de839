import { readFileSync } from 'node:fs';
import { Secret } from '@opsbook/context';
import * as z from 'zod';

/** Secrets by what they were given for. All copies of this package share them. */
const shared = globalThis as typeof globalThis & Record<symbol, Map<string, Secret> | undefined>;
const GIVEN = Symbol.for('@opsbook/runbook.given-secrets');
const given = (): Map<string, Secret> => (shared[GIVEN] ??= new Map<string, Secret>());

/**
 * A secret in a runbook's input. It is given, recorded and shown as a reference, `env:NAME`, `file:/path` or {@link giveSecret}'s,
 * and resolved to a {@link Secret} when the run begins and again when it is resumed: the value itself is never recorded.
 */
export const secretInput = () =>
  z
    .string()
    .regex(/^(env|file|given):.+/, 'give a secret as env:NAME or file:/path, not as itself')
    .transform((reference, context): Secret => {
      const [scheme, name] = [reference.slice(0, reference.indexOf(':')), reference.slice(reference.indexOf(':') + 1)];
      const secret = scheme === 'given' ? given().get(name) : outside(scheme, name);
      if (secret !== undefined) return secret;
      const message =
        scheme === 'given'
          ? `${reference} is known only to the process that asked for the run: ask for it again in the same way`
          : `${reference} is not set or cannot be read`;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .meta({ secret: true });

/**
 * Keeps a secret in this process for a run that it starts or goes on with.
 * @param name what it is for, `password`; the same for whoever goes on with the run
 * @returns the reference to put into the input, `given:password`
 */
export function giveSecret(name: string, value: string): string {
  given().set(name, new Secret(value));
  return `given:${name}`;
}

function outside(scheme: string, name: string): Secret | undefined {
  const value = scheme === 'env' ? process.env[name] : readSecretFile(name);
  return value === undefined || value === '' ? undefined : new Secret(value);
}

function readSecretFile(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch {
    return undefined;
  }
}
