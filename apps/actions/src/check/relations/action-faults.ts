import { looksLikeTemplate } from '@opsbook/stackstorm';
import { OVERRIDABLE, RUNNERS, RUNNERS_OF_FILES } from '../facts/runners.ts';
import type { Report } from '../fault.ts';
import type { PackContent } from '../pack-content.ts';
import type { Action } from '../shapes/action-shape.ts';
import type { Parameters } from '../shapes/parameter-schema.ts';
import { valueFaults } from '../value-faults.ts';
import { checkTemplates } from './template-names.ts';

/**
 * What st2 checks when an action is registered (`st2common/validators/api/action.py`), and what would only fail when it runs: an entry point
 * that is not there, a default of another type, a template with an unknown name.
 */
export function actionFaults(action: Action, pack: PackContent, report: Report): void {
  const runner = RUNNERS[action.runner_type];
  if (!runner) {
    report('runner_type', `there is no runner ${action.runner_type}`);
    return;
  }
  checkEntryPoint(action, pack, report);
  const parameters = action.parameters ?? {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const at = `parameters.${name}`;
    const base = runner[name];
    if (base) checkOverride({ at, parameter, base, report });
    if (parameter.immutable !== undefined && base?.immutable !== undefined)
      report(`${at}.immutable`, 'the runner says whether this is immutable');
    else if (parameter.immutable !== undefined && !('default' in parameter) && !(base && 'default' in base))
      report(at, 'what is immutable needs a default');
    const value = parameter.default;
    if (value === undefined || value === null || looksLikeTemplate(JSON.stringify(value))) continue;
    for (const fault of valueFaults(value, { ...base, ...parameter }))
      report(`${at}.default${fault.at === '' ? '' : `.${fault.at}`}`, fault.message);
  }
  checkPositions(parameters, report);
  checkTemplates(action, pack, report);
}

function checkEntryPoint({ runner_type, entry_point }: Action, pack: PackContent, report: Report): void {
  const isFile = RUNNERS_OF_FILES.has(runner_type);
  if (!isFile && entry_point) report('entry_point', `${runner_type} takes none`);
  if (isFile && !pack.paths.has(`actions/${entry_point ?? ''}`))
    report('entry_point', `there is no actions/${entry_point ?? ''}`);
}

interface Override {
  at: string;
  parameter: Parameters[string];
  base: Parameters[string];
  report: Report;
}

function checkOverride({ at, parameter, base, report }: Override): void {
  const of: Record<string, unknown> = base;
  for (const [key, value] of Object.entries(parameter))
    if (!OVERRIDABLE.has(key) && JSON.stringify(value) !== JSON.stringify(of[key]))
      report(`${at}.${key}`, 'this cannot be changed of a parameter of the runner');
}

function checkPositions(parameters: Parameters, report: Report): void {
  const positions = new Map<number, string>();
  for (const [name, { position }] of Object.entries(parameters)) {
    if (position === undefined) continue;
    const other = positions.get(position);
    if (other !== undefined) report(`parameters.${name}.position`, `${other} has the position ${position}, too`);
    positions.set(position, name);
  }
  const sorted = [...positions.keys()].sort((a, b) => a - b);
  const gap = sorted.findIndex((position, index) => index > 0 && position !== (sorted[index - 1] ?? 0) + 1);
  const after = positions.get(sorted[gap] ?? -1);
  if (after !== undefined) report(`parameters.${after}.position`, 'there is a gap before this position');
}
