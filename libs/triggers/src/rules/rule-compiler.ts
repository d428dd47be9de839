import type { AnyRunbook, Json } from '@opsbook/runbook';
import type * as z from 'zod';
import type { Call, Template } from '../rule.ts';
import { compileTemplate, compileText } from './expressions/compile-template.ts';
import { inputIssues } from './check-input.ts';
import type { Condition } from './conditions/condition.ts';
import { compileCondition } from './conditions/compile-condition.ts';
import type { ConditionSource } from './schema/condition-schema.ts';
import { suggestion } from './suggest.ts';
import { faultsOfIssues } from './yaml/faults-of-issues.ts';
import { type FileFault, type KeyPath, type YamlFile, showPath } from './yaml/yaml-file.ts';

/** Compiles the parts of one rule; what is wrong becomes faults, and compiling goes on. */
export class RuleCompiler {
  readonly faults: FileFault[] = [];
  readonly #file: YamlFile;
  readonly #path: KeyPath;
  readonly #rule: string;
  readonly #runbooks: ReadonlyMap<string, AnyRunbook>;

  constructor(options: { file: YamlFile; path: KeyPath; rule: string; runbooks: ReadonlyMap<string, AnyRunbook> }) {
    this.#file = options.file;
    this.#path = options.path;
    this.#rule = options.rule;
    this.#runbooks = options.runbooks;
  }

  fault(path: KeyPath, message: string): void {
    this.faults.push(this.#file.at([...this.#path, ...path], message));
  }

  text(source: string, names: readonly string[], path: KeyPath): Template<string> | undefined {
    return this.#tried(path, () => compileText(source, names, this.#place(path)));
  }

  call(
    { run, input }: { run: string; input: Readonly<Record<string, Json>> },
    names: readonly string[],
    path: KeyPath,
    options: { readOnly?: boolean } = {},
  ): Call | undefined {
    const before = this.faults.length;
    const at = [...path, 'input'];
    this.#checkTexts(input, names, at);
    const runbook = this.#runbooks.get(run);
    if (runbook === undefined) {
      this.fault([...path, 'run'], `there is no runbook ${run}${suggestion(run, [...this.#runbooks.keys()])}`);
    } else {
      if (options.readOnly && runbook.risk !== 'read-only') {
        this.fault([...path, 'run'], `${run} may change something: a check only looks`);
      }
      this.#checkInput(runbook, input, at);
    }
    if (this.faults.length > before) return undefined;
    return { runbook: run, input: compileTemplate(input, names, this.#place(at)) };
  }

  conditions(
    source: ConditionSource | (ConditionSource | undefined)[],
    names: readonly string[],
    path: KeyPath,
  ): Condition[] {
    const compile = (one: ConditionSource, from: KeyPath) =>
      compileCondition(one, { rule: this.#rule, names, fault: (below, message) => this.fault(below, message) }, from);
    if (!Array.isArray(source)) return [compile(source, path)];
    return source.flatMap((one, index) => (one === undefined ? [] : [compile(one, [...path, index])]));
  }

  #checkInput(runbook: AnyRunbook, input: Readonly<Record<string, Json>>, path: KeyPath): void {
    const issues = inputIssues(runbook, input).map((issue) => ({
      ...issue,
      path: [...this.#path, ...path, ...issue.path],
    }));
    const known = (at: KeyPath) => (at.length === this.#path.length + path.length ? fieldsOf(runbook) : []);
    this.faults.push(...faultsOfIssues(issues, this.#file, known));
  }

  // Each text on its own, so that every wrong one is named.
  #checkTexts(value: Json | undefined, names: readonly string[], path: KeyPath): void {
    if (typeof value === 'string') this.#tried(path, () => compileTemplate(value, names, this.#place(path)));
    else if (Array.isArray(value)) value.forEach((item, index) => this.#checkTexts(item, names, [...path, index]));
    else if (value !== null && typeof value === 'object') {
      for (const [key, item] of Object.entries(value)) this.#checkTexts(item, names, [...path, key]);
    }
  }

  #tried<T>(path: KeyPath, compile: () => T): T | undefined {
    try {
      return compile();
    } catch (error) {
      this.fault(path, (error as Error).message);
      return undefined;
    }
  }

  readonly #place = (path: KeyPath) => ({ rule: this.#rule, path: showPath(path) });
}

function fieldsOf(runbook: AnyRunbook): string[] {
  const { shape } = runbook.input as { shape?: Record<string, z.ZodType> };
  return Object.keys(shape ?? {});
}
