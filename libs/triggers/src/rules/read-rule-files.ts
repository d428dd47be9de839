import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { TriggersError } from '../errors.ts';
import type { RuleFile } from './load-rules.ts';

/**
 * The files that are named, and those of the folders that are named (`*.yaml`, `*.yml`, by name).
 * @throws TriggersError RULES_INVALID with all that cannot be read
 */
export function readRuleFiles(paths: readonly string[]): RuleFile[] {
  const faults: string[] = [];
  const attempt = <T>(path: string, read: () => T[]): T[] => {
    try {
      return read();
    } catch (error) {
      faults.push(`${path}: cannot be read: ${(error as Error).message}`);
      return [];
    }
  };
  const files = paths.flatMap((path) => attempt(path, () => filesAt(path)));
  const read = files.flatMap((path) => attempt(path, () => [{ path, text: readFileSync(path, 'utf8') }]));
  if (faults.length === 0) return read;
  throw new TriggersError('RULES_INVALID', ['the rules cannot be read:', ...faults].join('\n  '), { faults });
}

const filesAt = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'))
        .sort()
        .map((name) => join(path, name))
    : [path];
