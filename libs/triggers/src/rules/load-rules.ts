import { createHash } from 'node:crypto';
import type { AnyRunbook } from '@opsbook/runbook';
import type * as z from 'zod';
import { TriggersError } from '../errors.ts';
import type { RuleDigest } from '../event-state.ts';
import type { RuleSet } from '../rule.ts';
import { type CompiledRule, type PartialRule, compileRule } from './compile-rule.ts';
import { RuleCompiler } from './rule-compiler.ts';
import { conditionSchema } from './schema/condition-schema.ts';
import { knownKeys } from './schema/known-keys.ts';
import { policySchema } from './schema/policy-schema.ts';
import { ruleSchema } from './schema/rule-schema.ts';
import { suggestion } from './suggest.ts';
import { faultsOfIssues } from './yaml/faults-of-issues.ts';
import { type FileFault, YamlFile } from './yaml/yaml-file.ts';

/** A file of rules. */
export interface RuleFile {
  /** As it is to be shown: `rules/drain.yaml`. */
  path: string;
  text: string;
}

const MOST_RULES = 1000;

/**
 * Reads the rules of a site: the files in the order given, and the rules of each from the top.
 * @throws TriggersError RULES_INVALID with every fault of every file, each as `file:line:column: path: what is wrong`
 */
export function loadRules(files: readonly RuleFile[], { runbooks }: { runbooks: readonly AnyRunbook[] }): RuleSet {
  const known = new Map(runbooks.map((runbook) => [runbook.name, runbook]));
  const read = files.map((file) => readFile(file, known));
  const faults = [...read.flatMap(({ faults }) => faults), ...sameNames(read)];
  if (faults.length > 0) {
    const message = faults.length === 1 ? 'the rules have a fault:' : `the rules have ${faults.length} faults:`;
    throw new TriggersError('RULES_INVALID', [message, ...faults.map((fault) => `  ${fault}`)].join('\n'), { faults });
  }
  const rules = read.flatMap(({ rules }) => rules);
  const digests = rules.map(({ name, place, conditions }): RuleDigest => ({ name, place, conditions }));
  return { hash: createHash('sha256').update(JSON.stringify(digests)).digest('hex'), rules };
}

interface ReadFile {
  rules: CompiledRule[];
  /** All names, also of rules with faults. */
  names: { name: string; place: string }[];
  faults: string[];
}

function readFile({ path, text }: RuleFile, runbooks: ReadonlyMap<string, AnyRunbook>): ReadFile {
  const file = new YamlFile(text);
  const result: ReadFile = { rules: [], names: [], faults: [] };
  const faults: FileFault[] = [...file.faults];
  for (const [index, raw] of rulesOf(file, faults).entries()) {
    const at = ['rules', index];
    const { line } = file.place(at);
    const whole = ruleSchema.safeParse(raw);
    if (!whole.success) faults.push(...issuesBelow(whole.error.issues, at, file));
    const source = whole.success ? whole.data : accepted(raw);
    const name = source.name ?? `of line ${line}`;
    const compiler = new RuleCompiler({ file, path: at, rule: name, runbooks });
    const rule = compileRule(source, `${path}:${line}`, compiler);
    faults.push(...compiler.faults);
    if (source.name !== undefined) {
      const place = file.place([...at, 'name']);
      result.names.push({ name, place: `${path}:${place.line}:${place.column}: rules[${index}].name` });
    }
    if (whole.success && rule !== undefined) result.rules.push(rule);
  }
  faults.sort((a, b) => a.line - b.line || a.column - b.column);
  result.faults = [...new Set(faults.map((fault) => `${path}:${fault.line}:${fault.column}: ${said(fault)}`))];
  return result;
}

const said = ({ path, message }: FileFault): string => (path === '' ? message : `${path}: ${message}`);

function rulesOf(file: YamlFile, faults: FileFault[]): unknown[] {
  const { value } = file;
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    faults.push(file.at([], "must be a map with 'rules:'"));
    return [];
  }
  const { rules, ...others } = value as Record<string, unknown>;
  for (const key of Object.keys(others)) {
    faults.push(file.at([key], `is not known here${suggestion(key, ['rules']) || '; known is rules'}`, { key: true }));
  }
  // A file in which everything is commented out has no rules.
  if (rules === undefined || rules === null) return [];
  if (Array.isArray(rules) && rules.length <= MOST_RULES) return rules;
  faults.push(file.at(['rules'], Array.isArray(rules) ? `has more than ${MOST_RULES} rules` : 'must be a list'));
  return [];
}

const issuesBelow = (issues: readonly z.core.$ZodIssue[], at: readonly (string | number)[], file: YamlFile) =>
  faultsOfIssues(
    issues.map((issue) => ({ ...issue, path: [...at, ...issue.path] })),
    file,
    knownKeys,
  );

/** The parts of a rule that are right in themselves: what is wrong with them in another way is said too. */
function accepted(raw: unknown): PartialRule {
  if (typeof raw !== 'object' || raw === null) return {};
  const rule = partsOf(ruleSchema.shape, raw);
  const { policy, when } = raw as { policy?: unknown; when?: unknown };
  if (rule['policy'] === undefined && policy !== undefined) rule['policy'] = partsOf(policySchema.shape, policy);
  if (rule['when'] === undefined && Array.isArray(when)) {
    rule['when'] = when.map((condition) => conditionSchema.safeParse(condition).data);
  }
  return rule;
}

function partsOf(shape: Record<string, z.ZodType>, raw: unknown): Record<string, unknown> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return {};
  return Object.fromEntries(
    Object.entries(shape).flatMap(([key, schema]) => {
      const result = schema.safeParse((raw as Record<string, unknown>)[key]);
      return result.success && result.data !== undefined ? [[key, result.data]] : [];
    }),
  );
}

function sameNames(files: readonly ReadFile[]): string[] {
  const first = new Map<string, string>();
  return files
    .flatMap(({ names }) => names)
    .flatMap(({ name, place }) => {
      const other = first.get(name);
      if (other !== undefined)
        return [`${place}: ${name} is the name of the rule at ${other.replace(/:\d+: .*$/, '')} already`];
      first.set(name, place);
      return [];
    });
}
