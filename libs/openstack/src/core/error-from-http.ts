import type { Effect } from '@opsbook/context';
import { type HttpError, isHttpError } from '@opsbook/http';
import { saysDeadOnTheWay } from './dead-token.ts';
import { OpenStackError, type OpenStackErrorCode } from './errors.ts';
import { serviceErrorType, serviceMessage } from './service-message.ts';

/** What was being done, for the message. */
export interface Attempted {
  /** The service's type in the catalog. */
  service: string;
  /** "live-migrate server 42" */
  label: string;
  /** A read that ends in the dark has changed nothing: its outcome is never unknown. */
  effect: Effect;
}

/**
 * An error of the transport as an {@link OpenStackError}. Anything else is given back as it is: a refusal of the guard and
 * an unknown value of a plan are not the cloud's doing.
 */
export function toOpenStackError(error: unknown, attempted: Attempted): unknown {
  if (!isHttpError(error)) return error;
  const message = serviceMessage(error.body);
  const code = codeOf(error, message ?? '');
  const outcomeUnknown = error.outcomeUnknown && attempted.effect === 'change';
  const details = {
    service: attempted.service,
    status: error.status,
    requestId: error.requestId,
    serviceMessage: message,
    serviceErrorType: serviceErrorType(error.body),
    outcomeUnknown,
    cause: error,
  };
  return new OpenStackError(code, describe(error, attempted, message, code, outcomeUnknown), details);
}

/** Whether a text (a server's fault, a migration's message) says that the scheduler found no host. */
export const isNoValidHost = (text: string): boolean => /no valid host|NoValidHost/i.test(text);

function codeOf(error: HttpError, message: string): OpenStackErrorCode {
  const { status } = error;
  if (error.code !== 'HTTP_STATUS' || status === undefined) return transportCode(error);
  if (isQuota(status, error.body, message)) return 'OPENSTACK_QUOTA';
  if (status < 500 && isNoValidHost(message)) return 'OPENSTACK_NO_VALID_HOST';
  if (status === 401) return 'OPENSTACK_UNAUTHORIZED';
  if (status === 400 && saysDeadOnTheWay(message)) return 'OPENSTACK_UNAVAILABLE';
  if (status === 403 || isHidden(status, error.body)) return 'OPENSTACK_FORBIDDEN';
  if (isTaken(status, message) || isWrongState(status, message)) return 'OPENSTACK_CONFLICT';
  if (status === 404 || status === 410) {
    return isAboutResource(error.body, message) ? 'OPENSTACK_NOT_FOUND' : 'OPENSTACK_UNAVAILABLE';
  }
  if (status === 409 || status === 412) return 'OPENSTACK_CONFLICT';
  if (status === 429) return 'OPENSTACK_RATE_LIMITED';
  if (status === 406) return 'OPENSTACK_MICROVERSION';
  if (status === 408 || status === 504) return 'OPENSTACK_TIMEOUT';
  return status >= 500 ? 'OPENSTACK_UNAVAILABLE' : 'OPENSTACK_BAD_REQUEST';
}

// What neutron's policy hides from a user (an agent, another project's rule) it says in the same words as that it does not
// know a path: neither is gone, and neither comes back by itself.
const isHidden = (status: number, body: unknown): boolean =>
  status === 404 && serviceErrorType(body) === 'HTTPNotFound';

// Neutron says with 400 that what was to be made is there already, and nova that something is in a state that does not allow it.
const isTaken = (status: number, message: string): boolean =>
  status === 400 &&
  /already has a port on subnet|overlaps with another subnet|^Compute service of \S+ is still in use|^Invalid input for security_groups. Reason: Duplicate items/.test(
    message,
  );

// Cinder says with 400 that the state of a volume or snapshot does not allow it, and nova passes that on, in one more wrapping, or
// says so of a volume that is attached already.
const isWrongState = (status: number, message: string): boolean =>
  status === 400 &&
  /^(Invalid input received: )?Invalid (volume|snapshot): |^Target volume type is still in use/.test(message);

// Each service says in JSON, and in words of its own, that a resource is not there. HTML, or the stock phrase of a web
// framework (webob's; neutron's router has none), comes from a router or a proxy that does not know the path: nobody may conclude from
// it that something is gone.
const isAboutResource = (body: unknown, message: string): boolean =>
  typeof body === 'object' && !/^(the resource could not be found\.|not found)?$/i.test(message);

function transportCode(error: HttpError): OpenStackErrorCode {
  if (error.code === 'HTTP_ABORTED') return 'OPENSTACK_ABORTED';
  if (error.code === 'HTTP_INVALID_REQUEST') return 'OPENSTACK_BAD_REQUEST';
  return error.kind === 'timeout' ? 'OPENSTACK_TIMEOUT' : 'OPENSTACK_UNAVAILABLE';
}

// Nova 403, neutron 409, cinder (and very old nova) 413, which comes with `Retry-After: 0` and is no rate limit.
function isQuota(status: number, body: unknown, message: string): boolean {
  if (status === 413 && serviceErrorType(body) === 'overLimit') return true;
  if (status === 409 && serviceErrorType(body) === 'OverQuota') return true;
  return status === 403 && /quota exceeded|exceeded.*quota|maximum number of .* exceeds/i.test(message);
}

function describe(
  error: HttpError,
  { label, service }: Attempted,
  message: string | undefined,
  code: OpenStackErrorCode,
  doubt: boolean,
): string {
  const id = error.requestId === undefined ? '' : ` (${error.requestId})`;
  // The transport's own failures say everything themselves.
  if (error.code !== 'HTTP_STATUS') return `${error.message}${id}`;
  const said = `${service} answered ${error.status}${message === undefined ? '' : `: ${message}`}${id}`;
  if (doubt) return `${label}: ${said}; it may have taken effect: look before you repeat it`;
  const advice = adviceFor(code, message ?? '', error);
  return `${label}: ${said}${advice === undefined ? '' : `; ${advice}`}`;
}

function adviceFor(code: OpenStackErrorCode, message: string, { status }: HttpError): string | undefined {
  if (code === 'OPENSTACK_QUOTA') return "raise the project's quota or free some of it";
  if (code === 'OPENSTACK_UNAUTHORIZED')
    return 'a new token was refused as well: does the service trust this keystone?';
  if (code === 'OPENSTACK_FORBIDDEN' && status === 404)
    return 'it is hidden from this user, or this cloud does not have that extension';
  if (message === 'Malformed request url') return "the project in the address is not the token's";
  // Glance forbids to delete a protected image, whoever asks.
  const byPolicy = code === 'OPENSTACK_FORBIDDEN' && /policy|not authorized/i.test(message);
  return byPolicy ? 'the user lacks a role that the policy asks for' : undefined;
}
