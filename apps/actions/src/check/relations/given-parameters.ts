import type { Report } from '../fault.ts';
import type { PackContent } from '../pack-content.ts';
import { actionOf, mustBeGiven, parametersOf } from './known-actions.ts';

interface Call {
  /** The action's reference, and where it stands. */
  ref: string;
  refAt: string;
  /** What is given to it, and where that stands. */
  given: readonly string[];
  givenAt: string;
  pack: PackContent;
  report: Report;
}

/** The action is there, has each parameter that it is given, and is given each that it needs. */
export function checkCall({ ref, refAt, given, givenAt, pack, report }: Call): void {
  const action = actionOf(ref, pack);
  if (!action) {
    if (!pack.dependencies.has(ref.split('.')[0] ?? '')) report(refAt, `there is no action ${ref}`);
    return;
  }
  const parameters = parametersOf(action);
  for (const name of given) {
    if (!Object.hasOwn(parameters, name)) report(`${givenAt}.${name}`, `${ref} has no parameter ${name}`);
    else if (parameters[name]?.immutable) report(`${givenAt}.${name}`, `${name} of ${ref} is immutable`);
  }
  for (const [name, parameter] of Object.entries(parameters))
    if (mustBeGiven(parameter) && !given.includes(name)) report(givenAt, `${ref} needs ${name}`);
}
