import type { ExecutionEngine } from './execution-engine.ts';
import { maskedParameters } from './execution-wire.ts';
import { matchesCriteria } from './criteria/matches-criteria.ts';
import { schemaFault } from './json-schema.ts';
import type { ExecutionRecord, RuleRecord, TraceRecord, TriggerInstanceRecord, TriggerRecord } from './records.ts';
import { badRequest } from './refusal.ts';
import type { TraceStore } from './trace-store.ts';
import type { World } from './world.ts';

/** Milliseconds until the rules engine has taken an instance up. */
const TAKEN_UP = 50;

/**
 * Makes instances of triggers, and runs what the rules say. Sources: st2common/services/trigger_dispatcher.py,
 * st2reactor/rules/worker.py, matcher.py, enforcer.py.
 */
export class RulesEngine {
  readonly #world: World;
  readonly #traces: TraceStore;
  readonly #executions: ExecutionEngine;

  constructor(world: World, traces: TraceStore, executions: ExecutionEngine) {
    this.#world = world;
    this.#traces = traces;
    this.#executions = executions;
    executions.onCompleted = (execution) => this.#tellCompleted(execution);
    executions.onInquiry = ({ id, result }) => {
      const { route } = result as { route: string };
      // In a trace of its own: the runner hands none on.
      this.#dispatch('core.st2.generic.inquiry', { id, route }, undefined);
    };
  }

  /**
   * @param trigger a ref, or `{type, parameters}`
   * @param tag begins a new trace
   * @throws Refusal for an unknown type, or a payload that does not fit
   */
  emit(trigger: unknown, payload: unknown, tag: string): void {
    const { type, parameters } = this.#typeOf(trigger);
    const known = this.#world.triggerTypes.get(type);
    const fault =
      known === undefined
        ? `Trigger type with reference "${type}" doesn't exist in the database`
        : schemaFault(payload ?? {}, known.payload_schema);
    if (fault !== undefined)
      throw badRequest(
        'Trigger payload validation failed and validation is enabled, not dispatching a trigger ' +
          `"${type}" (${JSON.stringify(payload)}): ${fault}`,
      );
    const found = parameters === undefined ? this.#world.triggers.get(type) : this.#world.triggerOf(type, parameters);
    // A type with parameters is no trigger by itself: accepted, and nothing comes of it.
    if (found !== undefined)
      this.#take(found, (payload ?? {}) as Record<string, unknown>, () => this.#traces.begin(tag));
  }

  #typeOf(trigger: unknown): { type: string; parameters?: Record<string, unknown> } {
    if (typeof trigger === 'string') return { type: this.#world.triggers.get(trigger)?.type ?? trigger };
    const { type = '', parameters = {} } = trigger as { type?: string; parameters?: Record<string, unknown> };
    return { type, parameters };
  }

  #dispatch(ref: string, payload: Record<string, unknown>, trace: TraceRecord | undefined): void {
    const trigger = this.#world.triggers.get(ref);
    if (trigger === undefined) return;
    this.#take(trigger, payload, (id) => trace ?? this.#traces.begin(`trigger_instance-${id}`));
  }

  #take(trigger: TriggerRecord, payload: Record<string, unknown>, traceFor: (id: string) => TraceRecord): void {
    const instance: TriggerInstanceRecord = {
      id: this.#world.newId(),
      trigger: trigger.ref,
      payload,
      occurrence_time: this.#world.iso(),
      status: 'pending',
    };
    this.#world.triggerInstances.set(instance.id, instance);
    this.#world.clock.after(TAKEN_UP, () => {
      const trace = traceFor(instance.id);
      this.#traces.add(trace, 'trigger_instances', instance.id, trigger.ref);
      instance.status = 'processing';
      for (const rule of this.#matching(instance)) this.#enforce(rule, instance, trace);
      instance.status = 'processed';
    });
  }

  /** Backstop rules only where no other one matches. */
  #matching(instance: TriggerInstanceRecord): RuleRecord[] {
    const rules = [...this.#world.rules.values()].filter(
      ({ enabled, trigger }) => enabled && trigger.ref === instance.trigger,
    );
    const matches = (rule: RuleRecord) =>
      matchesCriteria(rule.criteria, {
        payload: instance.payload,
        now: this.#world.clock.now(),
        failed: (reason) =>
          this.#record(rule, instance, {
            failure_reason: `Failed to match rule "${rule.ref}" against trigger instance "${instance.id}": ${reason}`,
          }),
      });
    const standard = rules.filter(({ type }) => type.ref !== 'backstop').filter(matches);
    return standard.length > 0 ? standard : rules.filter(({ type }) => type.ref === 'backstop').filter(matches);
  }

  #enforce(rule: RuleRecord, instance: TriggerInstanceRecord, trace: TraceRecord): void {
    this.#traces.add(trace, 'rules', rule.id, rule.ref, { id: instance.id, type: 'trigger_instance' });
    const action = this.#world.actions.get(rule.action.ref);
    if (action === undefined) {
      this.#record(rule, instance, { failure_reason: `Action "${rule.action.ref}" doesn't exist` });
      return;
    }
    const context = {
      trigger_instance: { id: instance.id, name: null },
      rule: { id: rule.id, name: rule.name },
      user: 'stanley',
      trace_context: { id_: trace.id, trace_tag: trace.trace_tag },
    };
    try {
      const { parameters } = rule.action;
      const facts = { trigger: instance.payload };
      const cause = { id: `${rule.id}:${instance.id}`, type: 'rule' };
      const execution = this.#executions.request({ action, parameters, context, facts, trace, cause });
      execution.rule = rule.ref;
      execution.triggerInstance = instance.id;
      this.#record(rule, instance, { execution_id: execution.id });
    } catch (error) {
      this.#record(rule, instance, { failure_reason: error instanceof Error ? error.message : String(error) });
    }
  }

  #record(
    rule: RuleRecord,
    instance: TriggerInstanceRecord,
    what: { execution_id: string } | { failure_reason: string },
  ) {
    const id = this.#world.newId();
    this.#world.enforcements.set(id, {
      id,
      trigger_instance_id: instance.id,
      rule: { ref: rule.ref, id: rule.id, uid: rule.uid },
      enforced_at: this.#world.iso(),
      status: 'execution_id' in what ? 'succeeded' : 'failed',
      ...what,
    });
  }

  /** Source: st2actions/notifier/notifier.py. */
  #tellCompleted(execution: ExecutionRecord): void {
    const { id, action, status, result, start_timestamp } = execution;
    const payload = {
      execution_id: id,
      status,
      start_timestamp,
      action_name: action.ref,
      action_ref: action.ref,
      runner_ref: action.runner_type,
      parameters: maskedParameters(execution),
      result,
    };
    this.#dispatch('core.st2.generic.actiontrigger', payload, this.#traces.with('action_executions', id));
  }
}
