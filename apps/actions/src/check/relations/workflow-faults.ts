import type { Report } from '../fault.ts';
import type { PackContent } from '../pack-content.ts';
import type { Action } from '../shapes/action-shape.ts';
import type { Task, Workflow } from '../shapes/workflow-shape.ts';
import { checkCall } from './given-parameters.ts';

/** Commands of the engine, which no task may be called (orquesta `orquesta/events.py`). */
const COMMANDS = new Set(['continue', 'fail', 'noop', 'retry']);

/**
 * The tasks call known actions with what they take (st2 `st2common/services/workflows.py`, `inspect_task_contents`), go on to tasks that are
 * there, and use variables that somebody sets (orquesta `TaskMappingSpec.detect_*`, `inspect_context`).
 */
export function workflowFaults(workflow: Workflow, pack: PackContent, report: Report): void {
  for (const [name, task] of Object.entries(workflow.tasks)) {
    const at = `tasks.${name}`;
    if (COMMANDS.has(name)) report(at, `${name} is a command of the engine`);
    if (task.with !== undefined && task.action === undefined) report(at, 'with needs an action');
    if (task.action !== undefined && !/<%|\{\{/.test(task.action))
      checkTaskCall({ task, action: task.action, at, pack, report });
    task.next?.forEach((transition, index) => {
      for (const target of namesOf(transition.do))
        if (!COMMANDS.has(target) && !Object.hasOwn(workflow.tasks, target))
          report(`${at}.next.${index}.do`, `there is no task ${target}`);
    });
  }
  const targets = new Set(
    Object.values(workflow.tasks).flatMap(({ next }) => next?.flatMap((each) => namesOf(each.do)) ?? []),
  );
  if (Object.keys(workflow.tasks).every((name) => targets.has(name))) report('tasks', 'no task is the first');
  checkVariables(workflow, report);
}

interface TaskCall {
  task: Task;
  action: string;
  at: string;
  pack: PackContent;
  report: Report;
}

function checkTaskCall({ task, action, at, pack, report }: TaskCall): void {
  const [ref = '', ...inline] = action.split(' ');
  const names = inline.flatMap((word) => /^(\w+)=/.exec(word)?.[1] ?? []);
  const given = typeof task.input === 'object' ? Object.keys(task.input) : names;
  checkCall({ ref, refAt: `${at}.action`, given, givenAt: `${at}.input`, pack, report });
}

const namesOf = (target: string | string[] | undefined): string[] =>
  typeof target === 'string' ? target.split(',').map((name) => name.trim()) : (target ?? []);

function checkVariables({ input = [], vars = [], output, tasks }: Workflow, report: Report): void {
  const keys = (entries: readonly (string | object)[]): string[] =>
    entries.flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.keys(entry)));
  const published = Object.values(tasks).flatMap(({ next }) =>
    (next ?? []).flatMap(({ publish }) =>
      typeof publish === 'string'
        ? [...publish.matchAll(/(\w+)=/g)].map(([, name]) => name ?? '')
        : keys(publish ?? []),
    ),
  );
  const known = new Set(['st2', ...keys(input), ...keys(vars), ...published]);
  const visit = (value: unknown, at: string): void => {
    if (typeof value === 'string') {
      for (const [, dotted, quoted] of value.matchAll(/\bctx\(\)\.(\w+)|\bctx\(["']?(\w+)["']?\)/g)) {
        const name = dotted ?? quoted ?? '';
        if (!known.has(name)) report(at, `nothing sets the variable ${name}`);
      }
    } else if (typeof value === 'object' && value !== null)
      for (const [key, item] of Object.entries(value)) visit(item, `${at}.${key}`);
  };
  visit(tasks, 'tasks');
  visit(output, 'output');
}

/** A workflow takes what its action has as parameters. */
export function checkInput(action: Action, workflow: Workflow, report: Report): void {
  workflow.input?.forEach((entry, index) => {
    const name = typeof entry === 'string' ? entry : Object.keys(entry)[0];
    if (name !== undefined && !Object.hasOwn(action.parameters ?? {}, name))
      report(`input.${index}`, `the action ${action.name} has no parameter ${name}`);
  });
}
