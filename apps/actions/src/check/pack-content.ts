import type { Action } from './shapes/action-shape.ts';
import type { Alias } from './shapes/alias-shape.ts';
import type { Parameters } from './shapes/parameter-schema.ts';
import type { Policy } from './shapes/policy-shape.ts';
import type { Rule } from './shapes/rule-shape.ts';
import type { TriggerType } from './shapes/trigger-type-shape.ts';
import type { Workflow } from './shapes/workflow-shape.ts';

/** The files of a pack that have the right shape, by path. */
export interface PackContent {
  /** From `pack.yaml`; undefined where that is broken. */
  ref: string | undefined;
  /** Packs that are installed with it; what they have is not known here. */
  dependencies: ReadonlySet<string>;
  /** All paths of the pack. */
  paths: ReadonlySet<string>;
  config: Parameters;
  actions: Map<string, Action>;
  rules: Map<string, Rule>;
  aliases: Map<string, Alias>;
  policies: Map<string, Policy>;
  /** Those of sensors stand below `<path of the sensor>#<index>`. */
  triggerTypes: Map<string, TriggerType>;
  workflows: Map<string, Workflow>;
}
