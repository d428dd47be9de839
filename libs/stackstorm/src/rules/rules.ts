import { type Api, pathOf } from '../api.ts';
import { refuse } from '../errors.ts';
import { type NewRule, type Rule, type WireRule, fromRule, toRule } from './rule.ts';

/** Rules: which trigger makes StackStorm run what. */
export class Rules {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async get(ref: string): Promise<Rule> {
    const path = pathOf`/rules/${ref}`;
    return toRule(await this.#api.request<WireRule>({ method: 'GET', path, label: `get rule ${ref}` }));
  }

  /** All of them at once: this list knows no offset, and without a limit gives everything (openapi.yaml). */
  async list({ pack, action, enabled }: { pack?: string; action?: string; enabled?: boolean } = {}): Promise<Rule[]> {
    const query = { pack, action, enabled };
    const found = await this.#api.request<WireRule[]>({
      method: 'GET',
      path: '/rules',
      label: 'list the rules',
      query,
    });
    return found.map(toRule);
  }

  /**
   * @throws STACKSTORM_CONFLICT where there is one of that name, STACKSTORM_BAD_REQUEST for an unknown trigger or operator.
   * An unknown action is found out only when the rule is to run it.
   */
  async create(rule: NewRule): Promise<Rule> {
    check(rule);
    const label = `create rule ${refOf(rule)}`;
    return toRule(await this.#api.request<WireRule>({ method: 'POST', path: '/rules', label, body: fromRule(rule) }));
  }

  /** Replaces what is given, keeps the rest. @throws as {@link create}, and STACKSTORM_NOT_FOUND */
  async update(ref: string, change: Partial<NewRule>): Promise<Rule> {
    const before = await this.get(ref);
    const rule = { ...before, ...change };
    check(rule);
    // StackStorm writes the last part of the path into the database as the id: a ref would not do.
    const path = pathOf`/rules/${before.id}`;
    const body = { ...fromRule(rule), id: before.id };
    return toRule(await this.#api.request<WireRule>({ method: 'PUT', path, label: `update rule ${ref}`, body }));
  }

  /** @throws STACKSTORM_NOT_FOUND */
  enable(ref: string): Promise<Rule> {
    return this.update(ref, { enabled: true });
  }

  /** @throws STACKSTORM_NOT_FOUND */
  disable(ref: string): Promise<Rule> {
    return this.update(ref, { enabled: false });
  }

  /** @throws STACKSTORM_NOT_FOUND */
  async delete(ref: string): Promise<void> {
    await this.#api.request({ method: 'DELETE', path: pathOf`/rules/${ref}`, label: `delete rule ${ref}` });
  }
}

const refOf = ({ pack = 'default', name }: NewRule): string => `${pack}.${name}`;

function check(rule: NewRule): void {
  const faults: string[] = [];
  if (rule.name === '') faults.push('name: empty');
  if (!rule.trigger.type.includes('.')) faults.push(`trigger.type: '${rule.trigger.type}' is no pack.name`);
  if (!rule.action.ref.includes('.')) faults.push(`action.ref: '${rule.action.ref}' is no pack.name`);
  for (const [path, { type, pattern }] of Object.entries(rule.criteria ?? {})) {
    if (type === '') faults.push(`criteria['${path}'].type: empty`);
    if (pattern === undefined || pattern === null) faults.push(`criteria['${path}'].pattern: missing`);
  }
  refuse(`rule ${refOf(rule)}`, faults);
}
