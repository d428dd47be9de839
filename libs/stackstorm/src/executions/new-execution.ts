import { refuse } from '../errors.ts';
import { neutralizeJinja, templatesIn } from '../templates/neutralize-jinja.ts';

/**
 * What becomes of parameters' texts that StackStorm would evaluate (`{{`, `{%`, `{#`), which may come from anybody: `refuse` them
 * before anything is sent, `neutralize` them so that the action gets them as they are, or `evaluate` them: they are meant as templates.
 */
export type Templates = 'refuse' | 'neutralize' | 'evaluate';

export interface NewExecution {
  /** `pack.name`. */
  action: string;
  parameters?: Readonly<Record<string, unknown>>;
  /** Default `refuse`. */
  templates?: Templates;
  /** Whose execution it is; others than the caller for administrators only. */
  user?: string;
  /** Begins a new trace of this name. */
  traceTag?: string;
  /** Goes on with this trace instead. */
  traceId?: string;
  /** Milliseconds before it is scheduled. */
  delay?: number;
  /** Added to the execution's context. */
  context?: Readonly<Record<string, unknown>>;
}

/** The body of `POST /v1/executions`. Source: st2common/models/api/action.py, LiveActionCreateAPI. */
export function executionRequest(input: NewExecution): Record<string, unknown> {
  const { action, user, delay, traceTag, traceId } = input;
  const faults: string[] = [];
  if (!/^[^.\s]+\.\S+$/.test(action)) faults.push(`action: '${action}' is no pack.name`);
  if (traceTag !== undefined && traceId !== undefined) faults.push('traceTag, traceId: give one of them');
  if (delay !== undefined && !(Number.isInteger(delay) && delay >= 0)) faults.push('delay: no number of milliseconds');
  refuse(`run ${action}`, faults);
  const trace = traceId !== undefined ? { id_: traceId } : traceTag !== undefined ? { trace_tag: traceTag } : undefined;
  const context = { ...input.context, ...(trace !== undefined && { trace_context: trace }) };
  return {
    action,
    parameters: parametersFor(`run ${action}`, input),
    ...(user !== undefined && { user }),
    ...(delay !== undefined && { delay }),
    ...(Object.keys(context).length > 0 && { context }),
  };
}

/** @throws STACKSTORM_TEMPLATE, naming every parameter that would be evaluated */
export function parametersFor(
  what: string,
  { parameters = {}, templates = 'refuse' }: Pick<NewExecution, 'parameters' | 'templates'>,
): Record<string, unknown> {
  if (templates === 'refuse') {
    const found = Object.entries(parameters).flatMap(([name, value]) => templatesIn(value, `parameters.${name}`));
    const faults = found.map((path) => `${path} holds '{{', '{%' or '{#', which StackStorm would evaluate`);
    refuse(what, faults, 'STACKSTORM_TEMPLATE');
  }
  if (templates !== 'neutralize') return { ...parameters };
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, neutralizeJinja(value)]));
}
