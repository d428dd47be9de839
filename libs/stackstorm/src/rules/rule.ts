/** One condition on a field of the payload. */
export interface Criterion {
  /** One of 24 operators and their short names: `equals`, `icontains`, `timediff_lt`, `search`. */
  type: string;
  /** Needed also where it is not looked at (`exists`). */
  pattern: unknown;
  /** Of `search`: `any`, `all`, `any2any`, `all2any`. */
  condition?: string;
}

export interface NewRule {
  pack?: string;
  name: string;
  description?: string;
  /** Default false, as StackStorm has it. */
  enabled?: boolean;
  /** `backstop`: only where no other rule has matched. Default `standard`. */
  type?: 'standard' | 'backstop';
  trigger: { type: string; parameters?: Readonly<Record<string, unknown>> };
  /** By JSON path, as `trigger.body.ref`; all of them have to hold. */
  criteria?: Readonly<Record<string, Criterion>>;
  /** Templates in the parameters see the payload: `{{ trigger.name }}`. */
  action: { ref: string; parameters?: Readonly<Record<string, unknown>> };
  tags?: readonly Readonly<Record<string, unknown>>[];
}

export interface Rule extends Required<Omit<NewRule, 'tags'>> {
  id: string;
  /** `pack.name`. */
  ref: string;
  trigger: { type: string; parameters: Readonly<Record<string, unknown>> };
  action: { ref: string; parameters: Readonly<Record<string, unknown>> };
  tags: readonly Readonly<Record<string, unknown>>[];
}

/** As the API gives and takes it: st2common/models/api/rule.py. */
export interface WireRule {
  id?: string;
  ref?: string;
  pack?: string;
  name: string;
  description?: string | null;
  enabled?: boolean;
  type?: { ref: string; parameters?: Record<string, unknown> };
  trigger: { type: string; parameters?: Readonly<Record<string, unknown>> };
  criteria?: Readonly<Record<string, Criterion>>;
  action: { ref: string; parameters?: Readonly<Record<string, unknown>> };
  tags?: readonly Readonly<Record<string, unknown>>[];
}

export const fromRule = (rule: NewRule): WireRule => ({
  name: rule.name,
  pack: rule.pack ?? 'default',
  description: rule.description ?? '',
  enabled: rule.enabled ?? false,
  type: { ref: rule.type ?? 'standard', parameters: {} },
  trigger: { type: rule.trigger.type, parameters: rule.trigger.parameters ?? {} },
  criteria: rule.criteria ?? {},
  action: { ref: rule.action.ref, parameters: rule.action.parameters ?? {} },
  tags: rule.tags ?? [],
});

export const toRule = (wire: WireRule): Rule => ({
  id: wire.id ?? '',
  ref: wire.ref ?? `${wire.pack}.${wire.name}`,
  pack: wire.pack ?? 'default',
  name: wire.name,
  description: wire.description ?? '',
  enabled: wire.enabled ?? false,
  type: wire.type?.ref === 'backstop' ? 'backstop' : 'standard',
  trigger: { type: wire.trigger.type, parameters: wire.trigger.parameters ?? {} },
  criteria: wire.criteria ?? {},
  action: { ref: wire.action.ref, parameters: wire.action.parameters ?? {} },
  tags: wire.tags ?? [],
});
