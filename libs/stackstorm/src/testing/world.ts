import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '@opsbook/context';
import { EventHub } from './event-hub.ts';
import type {
  ActionRecord,
  AliasRecord,
  EnforcementRecord,
  ExecutionRecord,
  KeyRecord,
  PackRecord,
  RuleRecord,
  TraceRecord,
  TriggerInstanceRecord,
  TriggerRecord,
  TriggerTypeRecord,
} from './records.ts';
import type { PythonObject } from './templates/python-value.ts';
import { systemTriggerTypes } from './system-triggers.ts';

/** What a simulated StackStorm knows. */
export class World {
  readonly clock: Clock;
  readonly events: EventHub;
  readonly actions = new Map<string, ActionRecord>();
  readonly executions = new Map<string, ExecutionRecord>();
  readonly triggerTypes = new Map<string, TriggerTypeRecord>();
  readonly triggers = new Map<string, TriggerRecord>();
  readonly triggerInstances = new Map<string, TriggerInstanceRecord>();
  readonly rules = new Map<string, RuleRecord>();
  readonly enforcements = new Map<string, EnforcementRecord>();
  readonly traces = new Map<string, TraceRecord>();
  readonly aliases = new Map<string, AliasRecord>();
  readonly packs = new Map<string, PackRecord>();
  /** What templates of a pack's actions see as `config_context`. */
  readonly configs = new Map<string, PythonObject>();
  keys: KeyRecord[] = [];
  #count = 0;

  constructor(clock: Clock) {
    this.clock = clock;
    this.events = new EventHub(clock);
    for (const type of systemTriggerTypes) this.addTriggerType(type);
  }

  /** As MongoDB makes them: ascending. */
  newId(): string {
    this.#count += 1;
    const seconds = Math.floor(this.clock.now() / 1000).toString(16);
    return `${seconds.padStart(8, '0')}${'0'.repeat(8)}${this.#count.toString(16).padStart(8, '0')}`;
  }

  /** The present as StackStorm writes it: UTC with microseconds. */
  iso(at: number = this.clock.now()): string {
    return new Date(at).toISOString().replace('Z', '000Z');
  }

  addTriggerType(given: Omit<TriggerTypeRecord, 'id' | 'ref'>): TriggerTypeRecord {
    const type = { ...given, id: this.newId(), ref: `${given.pack}.${given.name}` };
    this.triggerTypes.set(type.ref, type);
    // A type without parameters is a trigger already.
    if (Object.keys(type.parameters_schema).length === 0) this.#addTrigger(type, type.name, {});
    return type;
  }

  /** Those whose time is not over. */
  liveKeys(): readonly KeyRecord[] {
    const now = this.clock.now();
    this.keys = this.keys.filter(({ expires }) => expires === undefined || expires > now);
    return this.keys;
  }

  /** The trigger of a type with these parameters; made, where they are given and there is none. */
  triggerOf(typeRef: string, parameters: Readonly<Record<string, unknown>>): TriggerRecord | undefined {
    const key = JSON.stringify(parameters);
    const found = [...this.triggers.values()].find(
      (trigger) => trigger.type === typeRef && JSON.stringify(trigger.parameters) === key,
    );
    const type = this.triggerTypes.get(typeRef);
    if (found !== undefined || type === undefined || key === '{}') return found;
    return this.#addTrigger(type, uuidOf(`${typeRef} ${key}`), parameters);
  }

  #addTrigger(type: TriggerTypeRecord, name: string, parameters: Readonly<Record<string, unknown>>): TriggerRecord {
    const trigger = {
      id: this.newId(),
      ref: `${type.pack}.${name}`,
      pack: type.pack,
      name,
      type: type.ref,
      parameters,
    };
    this.triggers.set(trigger.ref, trigger);
    return trigger;
  }
}

/** 32 hexadecimal digits. */
export const newToken = (): string => randomBytes(16).toString('hex');

const uuidOf = (text: string): string =>
  createHash('sha256')
    .update(text)
    .digest('hex')
    .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5');
