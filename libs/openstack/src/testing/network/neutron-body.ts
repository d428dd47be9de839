import { type Given, asText } from '../given.ts';
import type { NeutronCall } from './neutron-api.ts';
import { disallowed, httpBadRequest, invalidInput } from './neutron-errors.ts';

/** How neutron treats an attribute of a resource. */
export interface Attribute {
  /** It may be given when the resource is made. */
  post?: boolean;
  /** It may be changed. */
  put?: boolean;
  required?: boolean;
  /** Given by others than admins, the policy refuses the request. */
  admin?: boolean;
  type?: 'string' | 'boolean' | 'integer';
  /** false: no list can be filtered by it. */
  filter?: boolean;
}

export type Attributes = Readonly<Record<string, Attribute>>;

/** What nearly every resource has. */
export const STANDARD: Attributes = {
  id: {},
  project_id: { post: true },
  tenant_id: { post: true },
  description: { post: true, put: true, type: 'string' },
  created_at: { filter: false },
  updated_at: { filter: false },
  revision_number: {},
};

/** The resources of a body: one under `item`, or several under `collection`. */
export function resourcesIn(body: unknown, item: string, collection: string): { many: boolean; all: Given[] } {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw httpBadRequest('Body contains invalid data');
  if (collection in body) {
    const all = (body as Record<string, unknown>)[collection];
    if (!Array.isArray(all) || all.length === 0) throw httpBadRequest('Resources required');
    return { many: true, all: all as Given[] };
  }
  if (!(item in body)) throw httpBadRequest(`Unable to find '${item}' in request body`);
  const one = (body as Record<string, unknown>)[item];
  if (typeof one !== 'object' || one === null) throw httpBadRequest(`Object '${item}' contains invalid data`);
  return { many: false, all: [one as Given] };
}

/** @throws 400 for what neutron does not know, or may not be given to a new resource; 403 by the policy */
export function checkNew(call: NeutronCall, item: string, attributes: Attributes, given: Given): void {
  refuseUnknown(attributes, given);
  for (const [name, { required }] of Object.entries(attributes)) {
    if (required === true && given[name] === undefined) {
      throw httpBadRequest(`Failed to parse request. Required attribute '${name}' not specified`);
    }
  }
  for (const name of Object.keys(given)) {
    if (attributes[name]?.post !== true) throw httpBadRequest(`Attribute '${name}' not allowed in POST`);
  }
  checkTypes(attributes, given);
  const project = given['project_id'] ?? given['tenant_id'];
  if (project !== undefined && project !== call.caller.projectId && !call.caller.admin) {
    throw httpBadRequest(
      "Specifying 'project_id' or 'tenant_id' other than the authenticated project in request requires admin or advsvc privileges",
    );
  }
  refuseAdmins(call, `create_${item}`, attributes, given);
}

/** @throws 400 for what cannot be changed; 403 by the policy */
export function checkChanges(call: NeutronCall, item: string, attributes: Attributes, given: Given): void {
  refuseUnknown(attributes, given);
  for (const name of Object.keys(given)) {
    if (attributes[name]?.put !== true) throw httpBadRequest(`Cannot update read-only attribute ${name}`);
  }
  checkTypes(attributes, given);
  refuseAdmins(call, `update_${item}`, attributes, given);
}

function refuseUnknown(attributes: Attributes, given: Given): void {
  const unknown = Object.keys(given).filter((name) => attributes[name] === undefined);
  if (unknown.length > 0) throw httpBadRequest(`Unrecognized attribute(s) '${unknown.join(', ')}'`);
}

function refuseAdmins({ caller }: NeutronCall, rule: string, attributes: Attributes, given: Given): void {
  if (caller.admin) return;
  const name = Object.keys(given).find((one) => attributes[one]?.admin === true);
  if (name !== undefined) throw disallowed(`(rule:${rule} and rule:${rule}:${name})`);
}

function checkTypes(attributes: Attributes, given: Given): void {
  for (const [name, value] of Object.entries(given)) {
    const type = attributes[name]?.type;
    if (type === 'string' && typeof value !== 'string') {
      throw httpBadRequest(`Invalid input for ${name}. Reason: '${String(value)}' is not a valid string.`);
    }
    if (type === 'boolean' && typeof value !== 'boolean')
      throw invalidInput(`'${python(value)}' cannot be converted to boolean`);
    if (type === 'integer' && !Number.isInteger(Number(value)))
      throw invalidInput(`'${String(value)}' is not an integer`);
  }
}

const python = (value: unknown): string => (value === null ? 'None' : asText(value));
