import { JiraError, fieldsError } from '../errors.ts';
import { lookSince, lookedAfter } from '../unknown-outcome.ts';
import { type Transition, listed, mustBeGiven } from './transition.ts';
import { type KnownStep, type WorkflowMap, sameName } from './workflow-map.ts';

/** What a walk is made of. */
export interface Walk {
  key: string;
  /** The status to get to. */
  to: string;
  /** Names of the statuses that may be passed through; undefined: every one that is not of the category "done". */
  via: readonly string[] | undefined;
  /** How many transitions at most. */
  maxSteps: number;
  /** Names or ids of the fields that are given. */
  given: readonly string[];
  map: WorkflowMap;
  status: () => Promise<string>;
  transitions: () => Promise<Transition[]>;
  /** @param last whether it leads to the status that is wanted */
  take: (transition: Transition, last: boolean) => Promise<void>;
}

export interface Step {
  transition: string;
  to: string;
}

/**
 * Takes an issue to a status, over several transitions where none leads there at once: along the shortest way that is known,
 * else to the nearest status that has not been seen yet, to learn what leads out of it.
 */
export async function walk(plan: Walk, from: string): Promise<Step[]> {
  const { key, to, map, maxSteps } = plan;
  const steps: Step[] = [];
  let status = from;
  while (!sameName(status, to)) {
    const transitions = await plan.transitions();
    map.record(status, transitions.map(knownStep));
    const stand = { from, status, steps, transitions };
    const way = nextWay(plan, stand);
    const next = way?.[0];
    if (next === undefined || steps.length + (way?.length ?? 0) > maxSteps)
      throw noWay(plan, stand, next !== undefined);
    const transition = transitions.find(({ id }) => id === next.id) as Transition;
    const before = status;
    status = await taken(plan, transition, before);
    if (sameName(status, before)) {
      const leads = `'${transition.name}', which leads to ${transition.to}`;
      throw new JiraError('JIRA_CONFLICT', `${key} is still in ${status} after ${leads}`);
    }
    steps.push({ transition: transition.name, to: status });
  }
  return steps;
}

const knownStep = (transition: Transition): KnownStep => ({
  id: transition.id,
  name: transition.name,
  to: transition.to,
  toDone: transition.toDone,
  needs: mustBeGiven(transition),
});

interface Stand {
  from: string;
  status: string;
  steps: readonly Step[];
  transitions: readonly Transition[];
}

/** The way to go on; undefined when there is none. @throws JIRA_FIELDS when one is known that lacks only fields */
function nextWay(plan: Walk, stand: Stand): KnownStep[] | undefined {
  const { map, to, via, given } = plan;
  const lacks = ({ needs }: KnownStep) =>
    needs.filter((field) => !given.some((name) => name === field.id || sameName(name, field.name)));
  const usable = (step: KnownStep) => lacks(step).length === 0;
  const pass = (step: KnownStep) => (via === undefined ? !step.toDone : via.some((name) => sameName(name, step.to)));
  const wanted = (step: KnownStep) => sameName(step.to, to);
  const way = map.way(stand.status, { wanted, pass, usable });
  if (way !== undefined) return way;
  const blocked = map.way(stand.status, { wanted, pass, usable: () => true });
  if (blocked !== undefined) throw lacking(plan, stand, blocked.flatMap(lacks), blocked);
  return map.way(stand.status, { wanted: (step) => pass(step) && !map.seen(step.to), pass, usable });
}

// Whether an unanswered transition took effect can be seen.
async function taken(plan: Walk, transition: Transition, before: string): Promise<string> {
  try {
    await plan.take(transition, sameName(transition.to, plan.to));
  } catch (error) {
    return lookedAfter(error, async () => {
      const status = await plan.status();
      return sameName(status, before) ? undefined : status;
    });
  }
  return lookSince(`'${transition.name}'`, plan.status);
}

function lacking(
  { key, to }: Walk,
  stand: Stand,
  fields: readonly { name: string }[],
  way: readonly KnownStep[],
): JiraError {
  const names = way.map(({ name }) => `'${name}'`).join(', ');
  const faults = fields.map(({ name }) => [name, 'required, and not given'] as const);
  return fieldsError(`${whereIs(key, stand)}: ${names} would take it to ${to}`, Object.fromEntries(faults));
}

function noWay({ key, to, maxSteps }: Walk, stand: Stand, tooLong: boolean): JiraError {
  const why = tooLong ? `${to} takes more than ${maxSteps} transitions` : `no way to ${to} was found`;
  return new JiraError('JIRA_NO_TRANSITION', `${whereIs(key, stand)}: ${why}; ${listed(stand.transitions)}`);
}

function whereIs(key: string, { from, status, steps }: Stand): string {
  if (steps.length === 0) return `${key} is in ${status}`;
  const walked = steps.map(({ transition, to }) => `'${transition}' to ${to}`).join(', ');
  return `${key} is in ${status}, after ${walked} (it began in ${from})`;
}
