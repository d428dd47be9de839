import type { SimulatorRequest } from '@opsbook/http/testing';
import { Refusal, badRequest } from './refusal.ts';
import { type Schema, schemaFault } from './json-schema.ts';
import type { SimulatedUser } from './records.ts';

/** One request whose sender is known. */
export class Call {
  readonly request: SimulatorRequest;
  readonly user: SimulatedUser;

  constructor(request: SimulatorRequest, user: SimulatedUser) {
    this.request = request;
    this.user = user;
  }

  get isAdmin(): boolean {
    return this.user.admin ?? true;
  }

  param(name: string): string {
    return this.request.params[name] ?? '';
  }

  text(name: string): string | undefined {
    const value = this.request.query.get(name);
    return value === null || value === '' ? undefined : value;
  }

  list(name: string): string[] {
    return this.text(name)?.split(',') ?? [];
  }

  flag(name: string): boolean {
    const value = this.text(name)?.toLowerCase();
    if (value === undefined) return false;
    if (!['true', '1', 'yes', 'y', 'false', '0', 'no', 'n'].includes(value))
      throw badRequest(`Parameter "${name}" is not of type boolean`);
    return ['true', '1', 'yes', 'y'].includes(value);
  }

  number(name: string, otherwise: number): number {
    const value = this.text(name);
    if (value === undefined) return otherwise;
    if (!/^-?[0-9]+$/.test(value)) throw badRequest(`Parameter "${name}" is not of type integer`);
    return Number(value);
  }

  /** The body as an object that fits a schema. @throws Refusal */
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- the schema says what it is
  body<T>(schema: Schema): T {
    const { body = {} } = this.request;
    if (typeof body === 'string')
      throw badRequest('Failed to parse request body: Expecting value: line 1 column 1 (char 0)');
    const fault = schemaFault(body, { type: 'object', ...schema });
    if (fault !== undefined) throw badRequest(fault);
    return body as T;
  }

  /** @throws Refusal */
  demandAdmin(why: string): void {
    if (!this.isAdmin) throw new Refusal(403, why);
  }
}
