/** Every code of this library, with the kind that goes with it. */
export const ERROR_KINDS = {
  /** What was asked for does not exist, or is not visible to this project. */
  OPENSTACK_NOT_FOUND: 'not-found',
  /** The resource is in a state that does not allow the request, or what was to be made is there already. */
  OPENSTACK_CONFLICT: 'conflict',
  /** What was waited for is in a state that it does not leave by itself. */
  OPENSTACK_STUCK: 'conflict',
  /** The project's quota is spent (nova 403, neutron 409, cinder 413). */
  OPENSTACK_QUOTA: 'quota',
  /** A service refused the token, and a new one too. */
  OPENSTACK_UNAUTHORIZED: 'unauthorized',
  /** Keystone refused the credentials. */
  OPENSTACK_AUTH_FAILED: 'unauthorized',
  /** The policy does not allow it to this user. */
  OPENSTACK_FORBIDDEN: 'forbidden',
  /** Asked to slow down for longer than the client waits. */
  OPENSTACK_RATE_LIMITED: 'rate-limited',
  /** No answer, a broken one, or an error of the service's own. */
  OPENSTACK_UNAVAILABLE: 'unavailable',
  /** The data that came is not what the service has: its size or hash is another. */
  OPENSTACK_CORRUPT: 'unavailable',
  /** No answer in time, or what was waited for did not come in time. */
  OPENSTACK_TIMEOUT: 'timeout',
  /** The service does not understand or accept the request as it is. */
  OPENSTACK_BAD_REQUEST: 'invalid-input',
  /** The scheduler found no host. */
  OPENSTACK_NO_VALID_HOST: 'conflict',
  /** The operation needs a newer microversion than the service offers. */
  OPENSTACK_MICROVERSION: 'invalid-input',
  /** The catalog has no endpoint for the service, region and interface. */
  OPENSTACK_NO_ENDPOINT: 'invalid-input',
  /** clouds.yaml, secure.yaml or OS_* are wrong; `faults` lists everything. */
  OPENSTACK_CONFIG: 'invalid-input',
  /** Several resources have the name. */
  OPENSTACK_AMBIGUOUS: 'conflict',
  /** The service cut the list and offers no next page. */
  OPENSTACK_TRUNCATED: 'invalid-input',
  /** The caller or the run ended the request. */
  OPENSTACK_ABORTED: 'refused',
} as const;

export type OpenStackErrorCode = keyof typeof ERROR_KINDS;
export type OpenStackErrorKind = (typeof ERROR_KINDS)[OpenStackErrorCode];

export interface OpenStackErrorDetails {
  /** The service's type in the catalog: `compute`, `image`, `identity`, `network`, `block-storage`. */
  service?: string | undefined;
  /** HTTP status, if there was an answer. */
  status?: number | undefined;
  requestId?: string | undefined;
  /** What the service said, as plain text. */
  serviceMessage?: string | undefined;
  /** The error's name or kind in the service's own terms: `NetworkInUse`, `conflictingRequest`. */
  serviceErrorType?: string | undefined;
  /** A change may have taken effect although no answer came; default false. */
  outcomeUnknown?: boolean | undefined;
  /** Each one of several faults, with its path. */
  faults?: readonly string[] | undefined;
  cause?: unknown;
}

const BRAND = Symbol.for('@opsbook/openstack.error');

/** The one error of this library: switch on `kind`, or on `code` where it matters. */
export class OpenStackError extends Error {
  readonly code: OpenStackErrorCode;
  readonly kind: OpenStackErrorKind;
  readonly service: string | undefined;
  readonly status: number | undefined;
  readonly requestId: string | undefined;
  readonly serviceMessage: string | undefined;
  readonly serviceErrorType: string | undefined;
  readonly outcomeUnknown: boolean;
  readonly faults: readonly string[];
  readonly [BRAND] = true;

  constructor(code: OpenStackErrorCode, message: string, details: OpenStackErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'OpenStackError';
    this.code = code;
    this.kind = ERROR_KINDS[code];
    this.service = details.service;
    this.status = details.status;
    this.requestId = details.requestId;
    this.serviceMessage = details.serviceMessage;
    this.serviceErrorType = details.serviceErrorType;
    this.outcomeUnknown = details.outcomeUnknown ?? false;
    this.faults = details.faults ?? [];
  }
}

/** Whether an error is an {@link OpenStackError}, also one of another copy of this package. */
export function isOpenStackError(error: unknown): error is OpenStackError {
  return typeof error === 'object' && error !== null && BRAND in error;
}
