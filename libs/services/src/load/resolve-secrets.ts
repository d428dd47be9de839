import { readFileSync } from 'node:fs';
import type { Fault } from '../errors.ts';
import { type Env, absolutePath } from './home-path.ts';
import type { KeyPath } from './key-path.ts';
import { schemaNodeAt } from './schema-node.ts';
import type { YamlSource } from './yaml-source.ts';

export interface ResolvedSecrets {
  /** The document with every reference replaced by what it refers to. */
  value: unknown;
  /** References that lead nowhere, or stand where none is allowed. */
  faults: Fault[];
  /** Secrets in plain text. */
  warnings: Fault[];
}

const REFERENCE = /^\$\{(env|file):([^{}]+)\}$/;

/**
 * Replaces `${env:NAME}` and `${file:path}` in the fields that the schema marks as secret. Elsewhere a reference is a fault:
 * its value would be shown like any other.
 */
export function resolveSecrets(document: unknown, source: YamlSource, base: string, env: Env): ResolvedSecrets {
  const faults: Fault[] = [];
  const warnings: Fault[] = [];

  const walk = (value: unknown, path: KeyPath): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
    }
    return typeof value === 'string' ? resolveText(value, path) : value;
  };

  const resolveText = (text: string, path: KeyPath): string => {
    const looksLikeReference = /\$\{\w*:/.test(text);
    if (schemaNodeAt(path)?.secret !== true) {
      if (looksLikeReference)
        faults.push(source.fault(path, 'references such as ${env:NAME} serve in secret fields only'));
      return text;
    }
    if (!looksLikeReference) {
      warnings.push(source.fault(path, 'a secret in plain text; better ${env:NAME} or ${file:path}'));
      return text;
    }
    const found = lookUp(text, base, env);
    if ('value' in found) return found.value;
    faults.push(source.fault(path, found.fault));
    // Not empty, so that the schema does not complain of the same place again.
    return text;
  };

  return { value: walk(document, []), faults, warnings };
}

function lookUp(text: string, base: string, env: Env): { value: string } | { fault: string } {
  const [, scheme, name = ''] = REFERENCE.exec(text) ?? [];
  if (scheme === undefined) return { fault: 'a reference must be the whole value, and be ${env:NAME} or ${file:path}' };
  if (scheme === 'env') {
    const value = env[name];
    if (value === undefined) return { fault: `the environment variable ${name} is not set` };
    return value === '' ? { fault: `the environment variable ${name} is empty` } : { value };
  }
  const file = absolutePath(name, base, env);
  try {
    // Editors and `echo` end a file with a newline that is no part of the secret.
    const value = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    return value === '' ? { fault: `the file ${file} is empty` } : { value };
  } catch (error) {
    return { fault: `the file ${file} cannot be read: ${(error as Error).message}` };
  }
}
