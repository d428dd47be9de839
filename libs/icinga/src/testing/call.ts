import type { SimulatorRequest } from '@opsbook/http/testing';
import { notFound, refused } from './refusal.ts';
import type { SimulatedUser } from './simulated-objects.ts';
import { type ObjectType, type Target, filtered, targetsOf } from './targets.ts';
import type { World } from './world.ts';

/** One request, with what its query and its body say together. */
export class Call {
  readonly #given: Readonly<Record<string, unknown>>;
  readonly #user: SimulatedUser;

  constructor(request: SimulatorRequest, user: SimulatedUser) {
    const query = Object.fromEntries([...request.query.keys()].map((key) => [key, request.query.getAll(key)]));
    this.#given = { ...query, ...bodyOf(request) };
    this.#user = user;
  }

  get verbose(): boolean {
    const value = this.#first('verbose');
    return value === true || value === 'true' || Number(value) > 0;
  }

  /** Of several only the last one counts. */
  text(name: string): string | undefined {
    const value = this.#first(name);
    return value === undefined || value === null ? undefined : asText(value);
  }

  number(name: string): number | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : Number(text);
  }

  flag(name: string, otherwise: boolean): boolean {
    const value = this.#first(name);
    return value === undefined ? otherwise : value === true || value === 'true' || Number(value) > 0;
  }

  texts(name: string): string[] | undefined {
    const value = this.#given[name];
    if (value === undefined) return undefined;
    return (Array.isArray(value) ? value : [value]).map(String);
  }

  /** @throws Refusal */
  demand(permission: string): void {
    const allowed = this.#user.permissions.some((one) => {
      const pattern = one.toLowerCase();
      return pattern.endsWith('*') ? permission.startsWith(pattern.slice(0, -1)) : pattern === permission;
    });
    if (!allowed) throw notFound(`Missing permission: ${permission}\n`, this.verbose);
  }

  /**
   * By name (`host`, `service`, `downtime`) or by filter; where there is neither, everything of the type.
   * @throws Refusal
   */
  targets(world: World, type: ObjectType): Target[] {
    const all = targetsOf(world, type);
    const names = this.texts(type.toLowerCase());
    if (names !== undefined) {
      const found = names.map((name) => all.find((one) => one.name === name));
      if (found.includes(undefined)) throw notFound('Object does not exist.\n\nStacktrace:\n', this.verbose);
      return found as Target[];
    }
    const filter = this.text('filter');
    return filter === undefined ? all : filtered(all, filter, this.#given['filter_vars'], this.verbose);
  }

  #first(name: string): unknown {
    const value = this.#given[name];
    return Array.isArray(value) ? (value as unknown[]).at(-1) : value;
  }
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function bodyOf({ body }: SimulatorRequest): Record<string, unknown> {
  if (body === undefined) return {};
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  const why = Array.isArray(body) ? 'std::bad_cast' : "Cannot convert value of type 'String' to an object.";
  throw refused(400, `Invalid request body: Error: ${why}\n`);
}
