import { expect, test } from '@jest/globals';
import { type NovaServer, server } from './server.ts';

// As nova 26 (2.93) answers it to an admin.
const ACTIVE: NovaServer = {
  id: 'ff6e7b3c-6af5-4580-9877-940816b5a63a',
  name: 'web-1',
  status: 'ACTIVE',
  tenant_id: 'p1',
  user_id: 'u1',
  metadata: { tier: 'web' },
  image: { id: 'i1' },
  flavor: { vcpus: 1, ram: 512, disk: 1, original_name: 'm1.tiny', extra_specs: { 'hw:cpu_policy': 'dedicated' } },
  created: '2026-11-21T05:36:15Z',
  updated: '2026-11-21T05:36:23Z',
  addresses: {
    private: [
      { version: 4, addr: '10.10.0.7', 'OS-EXT-IPS:type': 'fixed', 'OS-EXT-IPS-MAC:mac_addr': 'fa:16:3e:00:00:01' },
      {
        version: 4,
        addr: '203.0.113.9',
        'OS-EXT-IPS:type': 'floating',
        'OS-EXT-IPS-MAC:mac_addr': 'fa:16:3e:00:00:01',
      },
    ],
  },
  progress: 0,
  'OS-EXT-AZ:availability_zone': 'nova',
  'OS-SRV-USG:launched_at': '2026-11-21T05:36:15.000000',
  'OS-EXT-SRV-ATTR:host': 'hv2',
  'OS-EXT-SRV-ATTR:instance_name': 'instance-00000001',
  'OS-EXT-SRV-ATTR:hypervisor_hostname': 'hv2.example.com',
  'OS-EXT-STS:task_state': null,
  'OS-EXT-STS:vm_state': 'active',
  'OS-EXT-STS:power_state': 1,
  'os-extended-volumes:volumes_attached': [{ id: 'v1', delete_on_termination: true }],
  host_status: 'UP',
  locked: true,
  locked_reason: 'because',
  description: null,
  tags: ['prod'],
  key_name: 'ops',
  security_groups: [{ name: 'web' }, { name: 'default' }, { name: 'web' }],
  server_groups: ['g1'],
};

test('an active server', () => {
  expect(server(ACTIVE)).toEqual({
    id: 'ff6e7b3c-6af5-4580-9877-940816b5a63a',
    name: 'web-1',
    status: 'ACTIVE',
    vmState: 'active',
    taskState: null,
    powerState: 'running',
    host: 'hv2',
    hypervisorHostname: 'hv2.example.com',
    instanceName: 'instance-00000001',
    hostStatus: 'UP',
    projectId: 'p1',
    userId: 'u1',
    availabilityZone: 'nova',
    locked: true,
    lockedReason: 'because',
    flavor: {
      name: 'm1.tiny',
      vcpus: 1,
      ramMiB: 512,
      diskGiB: 1,
      ephemeralGiB: 0,
      swapMiB: 0,
      extraSpecs: { 'hw:cpu_policy': 'dedicated' },
    },
    imageId: 'i1',
    volumes: [{ id: 'v1', deleteOnTermination: true }],
    addresses: [
      { network: 'private', address: '10.10.0.7', version: 4, type: 'fixed', mac: 'fa:16:3e:00:00:01' },
      { network: 'private', address: '203.0.113.9', version: 4, type: 'floating', mac: 'fa:16:3e:00:00:01' },
    ],
    metadata: { tier: 'web' },
    tags: ['prod'],
    keyName: 'ops',
    securityGroups: ['web', 'default'],
    serverGroupIds: ['g1'],
    description: null,
    createdAt: '2026-11-21T05:36:15.000Z',
    updatedAt: '2026-11-21T05:36:23.000Z',
    launchedAt: '2026-11-21T05:36:15.000Z',
    fault: null,
    progress: 0,
  });
});

test('a server that boots from a volume has no image', () => {
  expect(server({ ...ACTIVE, image: '' }).imageId).toBeNull();
});

test('a server in ERROR says why, to admins with details', () => {
  const fault = { code: 500, message: 'Exceeded maximum number of retries.', created: '2026-11-21T05:36:15Z' };

  expect(server({ ...ACTIVE, status: 'ERROR', fault }).fault).toEqual({
    code: 500,
    message: 'Exceeded maximum number of retries.',
    createdAt: '2026-11-21T05:36:15.000Z',
  });
  expect(server({ ...ACTIVE, fault: { ...fault, details: 'Traceback' } }).fault).toMatchObject({
    details: 'Traceback',
  });
});

test('a server of a cell that does not answer (2.69) is known by little', () => {
  const partial: NovaServer = { id: 's1', status: 'UNKNOWN', tenant_id: 'p1', created: '2026-11-21T05:36:15Z' };

  expect(server(partial)).toMatchObject({
    id: 's1',
    name: '',
    status: 'UNKNOWN',
    powerState: 'no-state',
    host: null,
    taskState: null,
    imageId: null,
    volumes: [],
    updatedAt: null,
  });
});

test('what the policy hides from a member is null', () => {
  const visible: NovaServer = {
    ...ACTIVE,
    host_status: '',
    'OS-EXT-AZ:availability_zone': '',
  };
  delete visible['OS-EXT-SRV-ATTR:host'];

  expect(server(visible)).toMatchObject({ host: null, hostStatus: null, availabilityZone: null });
});
