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

/** The pack of opsbook's runbooks, or of those in the options. */
export function packOf(options: Partial<PackOptions> = {}) {
  const files = buildPack({
    ...{
      runbooks,
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
    files,
    paths,
    text,
    yaml,
    all,
    action: (name: string) => yaml(`actions/${name}.yaml`) as Action,
  };
}
