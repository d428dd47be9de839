import { Refusal } from '../refusal.ts';

/** An error in neutron's shape: `{"NeutronError": {"type": "PortNotFound", "message": "...", "detail": ""}}`. */
export const neutronError = (status: number, type: string, message: string): Refusal =>
  new Refusal({ status, body: { NeutronError: { type, message, detail: '' } } });

/** What the API layer refuses before any plugin is asked. */
export const httpBadRequest = (message: string): Refusal => neutronError(400, 'HTTPBadRequest', message);

export const invalidInput = (message: string): Refusal =>
  neutronError(400, 'InvalidInput', `Invalid input for operation: ${message}.`);

export const badRequest = (what: string, message: string): Refusal =>
  neutronError(400, 'BadRequest', `Bad ${what} request: ${message}.`);

/** An unknown path, and what the policy hides. */
export const httpNotFound = (): Refusal => neutronError(404, 'HTTPNotFound', 'The resource could not be found.');

/** @param rule `rule:update_network`, or several in the policy's own notation */
export const disallowed = (rule: string): Refusal =>
  neutronError(403, 'PolicyNotAuthorized', `${rule} is disallowed by policy`);

/** @param what `Network`; routers and floating IPs end their sentence without a full stop */
export const notFound = (type: string, what: string, id: string, stop = '.'): Refusal =>
  neutronError(404, `${type}NotFound`, `${what} ${id} could not be found${stop}`);

export const networkNotFound = (id: string): Refusal => notFound('Network', 'Network', id);
export const subnetNotFound = (id: string): Refusal => notFound('Subnet', 'Subnet', id);
export const portNotFound = (id: string): Refusal => notFound('Port', 'Port', id);
export const routerNotFound = (id: string): Refusal => notFound('Router', 'Router', id, '');
export const floatingIpNotFound = (id: string): Refusal => notFound('FloatingIP', 'Floating IP', id, '');
export const groupNotFound = (id: string): Refusal =>
  neutronError(404, 'SecurityGroupNotFound', `Security group ${id} does not exist`);
