import { JiraError, fieldsError, isJiraError } from '../errors.ts';
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
  /** Names of the fields that are given. */
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
    map.record(
      status,
      transitions.map((transition) => knownStep(transition, plan)),
    );
    const next = nextStatus(plan, status);
    if (next === undefined || steps.length === maxSteps) throw noWay(plan, { from, status, steps, transitions });
    const transition = chosen(transitions, next, plan);
    const before = status;
    status = await taken(plan, transition, before);
    if (sameName(status, before) && !sameName(transition.to, before)) {
      throw new JiraError(
        'JIRA_CONFLICT',
        `${key} is still in ${status} after '${transition.name}', which leads to ${transition.to}`,
      );
    }
    steps.push({ transition: transition.name, to: status });
  }
  return steps;
}

const knownStep = (transition: Transition, { given }: Walk): KnownStep => ({
  to: transition.to,
  toDone: transition.toDone,
  usable: missing(transition, given).length === 0,
});

const missing = (transition: Transition, given: readonly string[]): string[] => {
  const isGiven = (field: string) => given.some((name) => sameName(name, field));
  const ids = new Map(transition.fields.map(({ id, name }) => [name, id]));
  return mustBeGiven(transition).filter((field) => !isGiven(field) && !isGiven(ids.get(field) ?? field));
};

function nextStatus({ map, to, via }: Walk, status: string): string | undefined {
  const pass = (step: KnownStep) => (via === undefined ? !step.toDone : via.some((name) => sameName(name, step.to)));
  const way = map.way(status, (step) => sameName(step.to, to), pass);
  return (way ?? map.way(status, (step) => pass(step) && !map.seen(step.to), pass))?.[0];
}

function chosen(transitions: readonly Transition[], next: string, { given }: Walk): Transition {
  const fitting = transitions.filter((one) => sameName(one.to, next) && missing(one, given).length === 0);
  return fitting[0] as Transition;
}

// Whether an unanswered transition took effect can be seen.
async function taken(plan: Walk, transition: Transition, before: string): Promise<string> {
  try {
    await plan.take(transition, sameName(transition.to, plan.to));
  } catch (error) {
    if (!isJiraError(error) || !error.outcomeUnknown) throw error;
    const status = await plan.status();
    if (sameName(status, before)) throw error;
    return status;
  }
  return plan.status();
}

interface Stand {
  from: string;
  status: string;
  steps: readonly Step[];
  transitions: readonly Transition[];
}

function noWay({ key, to, maxSteps, given }: Walk, { from, status, steps, transitions }: Stand): JiraError {
  const walked =
    steps.length === 0 ? '' : `, after ${steps.map((step) => `'${step.transition}' to ${step.to}`).join(', ')}`;
  const direct = transitions.find((one) => sameName(one.to, to));
  const lacking = direct === undefined ? [] : missing(direct, given);
  if (lacking.length > 0) {
    return fieldsError(
      `'${direct?.name}' takes ${key} from ${status} to ${to}${walked}`,
      Object.fromEntries(lacking.map((name) => [name, 'required, and not given'])),
    );
  }
  const why =
    steps.length >= maxSteps ? `${to} was not reached with ${maxSteps} transitions` : `no way to ${to} was found`;
  const start = steps.length === 0 ? '' : ` (it began in ${from})`;
  return new JiraError('JIRA_NO_TRANSITION', `${key} is in ${status}${walked}${start}: ${why}; ${listed(transitions)}`);
}
