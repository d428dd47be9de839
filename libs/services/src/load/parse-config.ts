import { dirname } from 'node:path';
import type { Config } from '../config.ts';
import { ConfigError, type Fault } from '../errors.ts';
import { configSchema } from '../schema/config-schema.ts';
import { emptySections } from './empty-sections.ts';
import { faultsOfIssues } from './faults-of-issues.ts';
import type { ConfigFile } from './find-config-file.ts';
import type { Env } from './home-path.ts';
import { resolvePaths } from './resolve-paths.ts';
import { resolveSecrets } from './resolve-secrets.ts';
import { YamlSource } from './yaml-source.ts';

/**
 * Reads the text of a configuration file. Relative paths and secrets' files in it start from its directory.
 * @throws ConfigError CONFIG_INVALID, or CONFIG_SECRET if nothing but secrets is wrong; with every fault, in order of lines
 */
export function parseConfig({ path, text }: ConfigFile, env: Env): Config {
  const source = new YamlSource(text);
  if (!source.readable) throw invalid(path, source.faults, false);
  const document = contentOf(source, path);
  const secrets = resolveSecrets(emptySections(document), source, dirname(path), env);
  const parsed = configSchema.safeParse(resolvePaths(secrets.value, dirname(path), env));
  const others = [
    ...source.faults,
    ...(parsed.success ? [] : faultsOfIssues(parsed.error.issues, secrets.value, source)),
  ];
  const faults = [...others, ...secrets.faults];
  if (!parsed.success || faults.length > 0) throw invalid(path, faults, others.length === 0);
  return { ...parsed.data, path, warnings: secrets.warnings };
}

function contentOf(source: YamlSource, path: string): unknown {
  try {
    return source.value();
  } catch (error) {
    throw invalid(path, [{ path: '', message: (error as Error).message }], false);
  }
}

function invalid(path: string, faults: readonly Fault[], secretsOnly: boolean): ConfigError {
  const ordered = faults.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0));
  const summary = `${path} has ${ordered.length === 1 ? 'a fault' : `${ordered.length} faults`}:`;
  return new ConfigError(secretsOnly ? 'CONFIG_SECRET' : 'CONFIG_INVALID', summary, ordered);
}
