import { parseDocument } from 'yaml';
import type * as z from 'zod';
import type { PackFile } from '../pack/pack-file.ts';
import type { Fault } from './fault.ts';
import type { PackContent } from './pack-content.ts';
import { actionShape } from './shapes/action-shape.ts';
import { aliasShape } from './shapes/alias-shape.ts';
import { configShape, packShape } from './shapes/pack-shape.ts';
import { policyShape } from './shapes/policy-shape.ts';
import { ruleShape } from './shapes/rule-shape.ts';
import { sensorShape } from './shapes/sensor-shape.ts';
import { triggerTypeShape } from './shapes/trigger-type-shape.ts';
import { workflowShape } from './shapes/workflow-shape.ts';

/** Reads each file that StackStorm reads; those of another shape are noted, and left out of what is returned. */
export function readPack(files: readonly PackFile[], faults: Fault[]): PackContent {
  const content: PackContent = {
    ref: undefined,
    dependencies: new Set(),
    paths: new Set(files.map(({ path }) => path)),
    config: {},
    ...{ actions: new Map(), rules: new Map(), aliases: new Map(), policies: new Map() },
    ...{ triggerTypes: new Map(), workflows: new Map() },
  };
  if (!content.paths.has('pack.yaml')) faults.push({ path: 'pack.yaml', at: '', message: 'is missing' });
  for (const file of files) readFile(file, content, faults);
  return content;
}

function readFile({ path, content }: PackFile, pack: PackContent, faults: Fault[]): void {
  const as = <Shape extends z.ZodType>(shape: Shape): z.output<Shape> | undefined =>
    read({ path, text: typeof content === 'string' ? content : new TextDecoder().decode(content), shape, faults });
  const keep = <Value>(map: Map<string, Value>, value: Value | undefined): unknown => value && map.set(path, value);
  if (path === 'pack.yaml') {
    const metadata = as(packShape);
    pack.ref = metadata?.ref;
    pack.dependencies = new Set(metadata?.dependencies?.map(packName));
  } else if (path === 'config.schema.yaml') pack.config = as(configShape) ?? {};
  else if (path === 'config.yaml')
    faults.push({ path, at: '', message: 'is no longer read: config.schema.yaml says what is configured' });
  else if (/^actions\/workflows\/[^/]+\.ya?ml$/.test(path)) keep(pack.workflows, as(workflowShape));
  // Files in further folders are not registered (st2 `st2common/bootstrap/base.py`, `get_resources_from_pack`).
  else if (/^actions\/[^/]+\.ya?ml$/.test(path)) keep(pack.actions, as(actionShape));
  else if (/^rules\/[^/]+\.ya?ml$/.test(path)) keep(pack.rules, as(ruleShape));
  else if (/^aliases\/[^/]+\.ya?ml$/.test(path)) keep(pack.aliases, as(aliasShape));
  else if (/^policies\/[^/]+\.ya?ml$/.test(path)) keep(pack.policies, as(policyShape));
  else if (/^triggers\/[^/]+\.ya?ml$/.test(path)) keep(pack.triggerTypes, as(triggerTypeShape));
  else if (/^sensors\/[^/]+\.ya?ml$/.test(path)) {
    const sensor = as(sensorShape);
    sensor?.trigger_types?.forEach((type, index) => pack.triggerTypes.set(`${path}#${index}`, type));
    if (sensor && !pack.paths.has(`sensors/${sensor.entry_point}`))
      faults.push({ path, at: 'entry_point', message: `there is no sensors/${sensor.entry_point}` });
  }
}

/** Of `<name or address>[=<version>]`; repositories of packs are called `stackstorm-<name>`. */
const packName = (dependency: string): string =>
  /([^/]+?)(\.git)?(=.*)?$/.exec(dependency)?.[1]?.replace(/^stackstorm-/, '') ?? dependency;

interface Reading<Shape extends z.ZodType> {
  path: string;
  text: string;
  shape: Shape;
  faults: Fault[];
}

/** PyYAML reads YAML 1.1 (st2 `st2common/constants/meta.py`). */
function read<Shape extends z.ZodType>({ path, text, shape, faults }: Reading<Shape>): z.output<Shape> | undefined {
  const document = parseDocument(text, { version: '1.1', uniqueKeys: true });
  for (const { message } of document.errors) faults.push({ path, at: '', message });
  if (document.errors.length > 0) return undefined;
  const result = shape.safeParse(document.toJS());
  if (result.success) return result.data;
  for (const { at, message } of result.error.issues.flatMap((issue) => placesOf(issue)))
    faults.push({ path, at, message });
  return undefined;
}

/** Where a value fits none of several forms, the faults of the form that it resembles most. */
function placesOf(issue: z.core.$ZodIssue, above: readonly PropertyKey[] = []): { at: string; message: string }[] {
  const path = [...above, ...issue.path];
  const at = (key?: string): string => [...path, ...(key === undefined ? [] : [key])].map(String).join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ at: at(key), message: 'is an unknown key' }));
  if (issue.code === 'invalid_key') return [{ at: at(), message: 'the name may have letters, digits and _ only' }];
  const deepest =
    issue.code === 'invalid_union' ? issue.errors.filter((issues) => issues.some((each) => each.path.length > 0)) : [];
  const [closest] = deepest.toSorted((a, b) => a.length - b.length);
  return closest ? closest.flatMap((each) => placesOf(each, path)) : [{ at: at(), message: issue.message }];
}
