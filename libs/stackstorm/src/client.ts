import { Actions } from './actions.ts';
import { Aliases } from './aliases.ts';
import type { Api } from './api.ts';
import { Executions } from './executions/executions.ts';
import { Inquiries } from './inquiries.ts';
import { Keys } from './keys.ts';
import { Packs } from './packs.ts';
import { RuleEnforcements } from './rules/rule-enforcements.ts';
import { Rules } from './rules/rules.ts';
import { Stream } from './stream/stream.ts';
import { Traces } from './traces.ts';
import { TriggerInstances } from './triggers/trigger-instances.ts';
import { TriggerTypes } from './triggers/trigger-types.ts';
import { Webhooks } from './triggers/webhooks.ts';

/** One StackStorm. Made by {@link stackstorm}. */
export class StackStormClient {
  readonly actions: Actions;
  readonly aliases: Aliases;
  readonly executions: Executions;
  readonly inquiries: Inquiries;
  readonly keys: Keys;
  readonly packs: Packs;
  readonly ruleEnforcements: RuleEnforcements;
  readonly rules: Rules;
  readonly stream: Stream;
  readonly traces: Traces;
  readonly triggerInstances: TriggerInstances;
  readonly triggerTypes: TriggerTypes;
  readonly webhooks: Webhooks;
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
    this.actions = new Actions(api);
    this.aliases = new Aliases(api);
    this.stream = new Stream(api);
    this.executions = new Executions(api, this.stream);
    this.inquiries = new Inquiries(api);
    this.keys = new Keys(api);
    this.packs = new Packs(api);
    this.ruleEnforcements = new RuleEnforcements(api);
    this.rules = new Rules(api);
    this.traces = new Traces(api);
    this.triggerInstances = new TriggerInstances(api);
    this.triggerTypes = new TriggerTypes(api);
    this.webhooks = new Webhooks(api);
  }

  /** Ends requests and connections. What is asked for afterwards is refused with STACKSTORM_ABORTED. */
  close(): void {
    this.#api.close();
  }
}
