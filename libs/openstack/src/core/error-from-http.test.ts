import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Fault } from '@opsbook/http/testing';
import { OpenStackError, isOpenStackError } from './errors.ts';
import type { Operation } from './service-client.ts';
import { SmallCloud } from './small-cloud.test-support.ts';

let cloud: SmallCloud;

beforeAll(async () => {
  cloud = new SmallCloud();
  await cloud.server.start();
  cloud.route('POST', '/v2.1/thing', () => ({ status: 202 }));
  cloud.route('GET', '/v2.1/thing', () => ({ status: 200, body: {} }));
  cloud.route('PUT', '/v2.1/thing', () => ({ status: 200, body: {} }));
});

afterAll(() => cloud.stop());

async function failing(fault: Fault, method: Operation['method'] = 'POST', times = 1): Promise<OpenStackError> {
  cloud.server.fault.clear();
  cloud.server.fault.next(`${method} /v2.1/thing`, fault, { times });
  const operation = { method, path: '/thing', label: 'change thing' };
  const error: unknown = await cloud
    .client()
    .request(operation)
    .catch((thrown: unknown) => thrown);
  if (!isOpenStackError(error)) throw new Error('no OpenStackError', { cause: error });
  return error;
}

const HTML = `<html>
 <head>
  <title>404 Not Found</title>
 </head>
 <body>
  <h1>404 Not Found</h1>
  The resource could not be found.<br /><br />
 </body>
</html>`;

describe('the answer of', () => {
  test.each([
    {
      name: 'nova: a state that does not allow it',
      fault: {
        status: 409,
        body: {
          conflictingRequest: { code: 409, message: "Cannot 'pause' instance 42 while it is in vm_state stopped" },
        },
      },
      error: {
        code: 'OPENSTACK_CONFLICT',
        kind: 'conflict',
        serviceMessage: "Cannot 'pause' instance 42 while it is in vm_state stopped",
      },
    },
    {
      name: 'nova: the quota is spent',
      fault: {
        status: 403,
        body: {
          forbidden: { code: 403, message: 'Quota exceeded for cores: Requested 400, but already used 2 of 20' },
        },
      },
      error: { code: 'OPENSTACK_QUOTA', kind: 'quota', status: 403 },
    },
    {
      name: 'nova: the policy forbids it',
      fault: { status: 403, body: { forbidden: { code: 403, message: "Policy doesn't allow this to be performed." } } },
      error: { code: 'OPENSTACK_FORBIDDEN', kind: 'forbidden' },
    },
    {
      name: 'nova: no valid host',
      fault: {
        status: 400,
        body: { badRequest: { code: 400, message: 'No valid host was found. There are not enough hosts available.' } },
      },
      error: { code: 'OPENSTACK_NO_VALID_HOST', kind: 'conflict' },
    },
    {
      name: 'nova: a bad request',
      fault: { status: 400, body: { badRequest: { code: 400, message: 'Compute host hv9 could not be found.' } } },
      error: { code: 'OPENSTACK_BAD_REQUEST', kind: 'invalid-input' },
    },
    {
      name: 'nova: a version that it does not have',
      fault: {
        status: 406,
        body: { computeFault: { code: 406, message: 'Version 2.999 is not supported by the API.' } },
      },
      error: { code: 'OPENSTACK_MICROVERSION' },
    },
    {
      name: 'neutron: the quota is spent',
      fault: {
        status: 409,
        body: {
          NeutronError: { type: 'OverQuota', message: "Quota exceeded for resources: ['port'].", detail: '' },
        },
      },
      error: { code: 'OPENSTACK_QUOTA', kind: 'quota', serviceMessage: "Quota exceeded for resources: ['port']." },
    },
    {
      name: 'neutron: in use',
      fault: {
        status: 409,
        body: {
          NeutronError: { type: 'NetworkInUse', message: 'Unable to complete operation on network 7.', detail: '' },
        },
      },
      error: { code: 'OPENSTACK_CONFLICT', serviceMessage: 'Unable to complete operation on network 7.' },
    },
    {
      name: 'neutron: not found',
      fault: { status: 404, body: { NeutronError: { type: 'PortNotFound', message: 'Port 7 could not be found.' } } },
      error: { code: 'OPENSTACK_NOT_FOUND', serviceErrorType: 'PortNotFound' },
    },
    {
      name: 'neutron: hidden by the policy, which is not gone',
      fault: {
        status: 404,
        body: {
          NeutronError: { type: 'HTTPNotFound', message: 'The resource could not be found.', detail: '' },
        },
      },
      error: { code: 'OPENSTACK_FORBIDDEN', kind: 'forbidden' },
    },
    {
      name: 'neutron: there already, said as a bad request',
      fault: {
        status: 400,
        body: {
          NeutronError: {
            type: 'BadRequest',
            message: 'Bad router request: Router already has a port on subnet 7.',
            detail: '',
          },
        },
      },
      error: { code: 'OPENSTACK_CONFLICT', kind: 'conflict' },
    },
    {
      name: 'cinder: the quota is spent, which is no rate limit',
      fault: {
        status: 413,
        headers: { 'retry-after': '0' },
        body: {
          overLimit: { code: 413, message: 'VolumeLimitExceeded: Maximum number of volumes allowed (10) exceeded' },
        },
      },
      error: { code: 'OPENSTACK_QUOTA', kind: 'quota' },
    },
    {
      name: 'cinder: a type that cannot be what is asked of it',
      fault: {
        status: 400,
        body: {
          badRequest: { code: 400, message: 'Invalid volume type: Type access modification is not applicable.' },
        },
      },
      error: { code: 'OPENSTACK_BAD_REQUEST', kind: 'invalid-input' },
    },
    {
      name: 'cinder: an address of another project',
      fault: { status: 400, body: { badRequest: { code: 400, message: 'Malformed request url' } } },
      error: { code: 'OPENSTACK_BAD_REQUEST', kind: 'invalid-input', serviceMessage: 'Malformed request url' },
    },
    {
      name: 'keystone: what its schema does not allow, without the schema and what was sent',
      fault: {
        status: 400,
        body: {
          error: {
            code: 400,
            message:
              "Invalid input for field 'enabled': 'yes' is not of type 'boolean'\n\nFailed validating 'type' in schema['properties']['enabled']:\n    {'enum': [True, False]}\n\nOn instance['enabled']:\n    'yes'",
            title: 'Bad Request',
          },
        },
      },
      error: {
        code: 'OPENSTACK_BAD_REQUEST',
        kind: 'invalid-input',
        serviceMessage: "Invalid input for field 'enabled': 'yes' is not of type 'boolean'",
      },
    },
    {
      name: 'keystone: not found',
      fault: { status: 404, body: { error: { code: 404, message: 'Could not find project: 7.', title: 'Not Found' } } },
      error: { code: 'OPENSTACK_NOT_FOUND', kind: 'not-found', serviceMessage: 'Could not find project: 7.' },
    },
    {
      name: 'placement: not found',
      fault: {
        status: 404,
        body: { errors: [{ status: 404, title: 'Not Found', detail: 'No resource provider 7.', request_id: 'req-7' }] },
      },
      error: { code: 'OPENSTACK_NOT_FOUND', serviceMessage: 'No resource provider 7.' },
    },
    {
      name: 'glance: HTML inside JSON',
      fault: {
        status: 404,
        body: { message: 'No image found with ID 7<br /><br />\n\n\n', code: '404 Not Found', title: 'Not Found' },
      },
      error: { code: 'OPENSTACK_NOT_FOUND', serviceMessage: 'No image found with ID 7' },
    },
    {
      name: 'a router that does not know the path: nothing is known to be gone',
      fault: { status: 404, headers: { 'content-type': 'text/html; charset=UTF-8' }, body: HTML },
      error: {
        code: 'OPENSTACK_UNAVAILABLE',
        kind: 'unavailable',
        serviceMessage: '404 Not Found The resource could not be found.',
      },
    },
    {
      name: 'a router that says so in JSON, as cinder does where nova was expected',
      fault: {
        status: 404,
        body: {
          message: 'The resource could not be found.<br /><br />\n\n\n',
          code: '404 Not Found',
          title: 'Not Found',
        },
      },
      error: { code: 'OPENSTACK_UNAVAILABLE', kind: 'unavailable' },
    },
    {
      name: "neutron's router",
      fault: { status: 404, body: { code: 404, title: 'Not Found', description: null } },
      error: { code: 'OPENSTACK_UNAVAILABLE', kind: 'unavailable' },
    },
    {
      name: 'nova: its own failure',
      fault: { status: 500, body: { computeFault: { code: 500, message: 'Unexpected API Error.' } } },
      error: { code: 'OPENSTACK_UNAVAILABLE', kind: 'unavailable', serviceMessage: 'Unexpected API Error.' },
    },
  ])('$name', async ({ fault, error }) => {
    const thrown = await failing({ ...fault, headers: { 'x-openstack-request-id': 'req-0815', ...fault.headers } });

    expect(thrown).toMatchObject({ service: 'compute', requestId: 'req-0815', outcomeUnknown: false, ...error });
    expect(thrown.message).toContain('change thing: compute answered');
    expect(thrown.message).toContain('req-0815');
  });
});

test.each([
  ['Invalid volume: Volume 7 status must be available to update readonly flag, but current status is: in-use.', true],
  ["Invalid snapshot: Originating snapshot status must be one of 'available' values", true],
  [
    'Invalid input received: Invalid volume: Volume attachments can not be created if the volume is in an error state.',
    true,
  ],
  ['Target volume type is still in use.', true],
  ['Invalid volume type: Type access modification is not applicable to public volume type.', false],
  ['Invalid input received: May specify only one of backup, imageRef, snapshot, source volume', false],
])("a volume's state is a conflict, which cinder and nova say with 400: %s", async (message, state) => {
  const error = await failing({ status: 400, body: { badRequest: { code: 400, message } } });

  expect(error.code).toBe(state ? 'OPENSTACK_CONFLICT' : 'OPENSTACK_BAD_REQUEST');
});

test.each([
  ["Policy doesn't allow os_compute_api:os-hypervisors:list-detail to be performed.", true],
  ['You are not authorized to perform the requested action: identity:list_users.', true],
  ['Image 7 is protected and cannot be deleted.', false],
])('a role is asked for only where one is lacking: %s', async (message, lacking) => {
  const error = await failing({ status: 403, body: { forbidden: { code: 403, message } } });

  expect(error.code).toBe('OPENSTACK_FORBIDDEN');
  expect(error.message.includes('lacks a role')).toBe(lacking);
});

test('an answer that is cut off leaves the outcome of a change unknown', async () => {
  const error = await failing({ cut: 'after' });

  expect(error).toMatchObject({ code: 'OPENSTACK_UNAVAILABLE', status: undefined, outcomeUnknown: true });
  expect(error.message).toContain('change thing');
});

test('a read changes nothing, however it ends', async () => {
  const error = await failing({ cut: 'before' }, 'GET', 20);

  expect(error).toMatchObject({ code: 'OPENSTACK_UNAVAILABLE', outcomeUnknown: false });
});

test('a service that does not answer in time', async () => {
  const error = await failing({ hang: true });

  expect(error).toMatchObject({ code: 'OPENSTACK_TIMEOUT', kind: 'timeout', outcomeUnknown: true });
});

test('a rate limit that outlasts the patience of the client', async () => {
  const error = await failing({ status: 429, headers: { 'retry-after': '3600' } }, 'PUT', 20);

  expect(error).toMatchObject({ code: 'OPENSTACK_RATE_LIMITED', kind: 'rate-limited' });
});

test('a gateway that lost the service says so, and that the change may have been made', async () => {
  const error = await failing({ status: 504, body: '<html><body><h1>504 Gateway Time-out</h1></body></html>' });

  expect(error).toMatchObject({ code: 'OPENSTACK_TIMEOUT', outcomeUnknown: true });
  expect(error.message).toContain('look before you repeat it');
});

test('errors of another copy of the package are recognised, others are not', () => {
  const foreign = Object.assign(new Error('x'), { [Symbol.for('@opsbook/openstack.error')]: true });

  expect(isOpenStackError(foreign)).toBe(true);
  expect(isOpenStackError(new OpenStackError('OPENSTACK_CONFIG', 'x'))).toBe(true);
  expect([new Error('x'), undefined, null, 'x'].filter(isOpenStackError)).toEqual([]);
});
