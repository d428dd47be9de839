import type { AnyRunbook } from '@opsbook/runbook';
import { runbooks } from '@opsbook/workflows';
import { parse } from 'yaml';
import { buildPack } from './build-pack.ts';
import type { PackOptions } from './pack-options.ts';
import type { St2Schema } from './st2-schema.ts';

/** An action as StackStorm reads it. */
export interface Action {
  name: string;
  runner_type: string;
  entry_point: string;
  description: string;
  parameters: Record<string, St2Schema>;
  output_schema: { properties: Record<string, { properties: object }> };
}

/** The pack of opsbook's runbooks and further ones. */
export function packOf(more: readonly AnyRunbook[] = [], options: Partial<PackOptions> = {}) {
  const known = [...runbooks, ...more];
  const files = buildPack({
    ...{
      runbooks: known,
      ref: 'opsbook',
      version: '1.2.3',
      node: '/usr/bin/node',
      packsFolder: '/opt/stackstorm/packs',
    },
    ...options,
  });
  const paths = files.map(({ path }) => path);
  const text = (path: string): string => {
    const content = files.find((file) => file.path === path)?.content;
    if (typeof content !== 'string') throw new Error(`the pack has no text ${path}`);
    return content;
  };
  const yaml = (path: string): unknown => parse(text(path), { version: '1.1' });
  /** What stands in the files of a folder. */
  const all = <T>(folder: string): T[] =>
    paths.filter((path) => new RegExp(`^${folder}/[^/]+\\.yaml$`).test(path)).map((path) => yaml(path) as T);
  return {
    runbooks: known,
    files,
    paths,
    text,
    yaml,
    all,
    action: (name: string) => yaml(`actions/${name}.yaml`) as Action,
  };
}
