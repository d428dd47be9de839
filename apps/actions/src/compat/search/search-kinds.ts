import type { SearchKind } from './search-kind.ts';

const lower = (value: string) => value.toLowerCase();

export const servers: SearchKind = {
  prefix: 'server',
  queryType: 'ServerQuery',
  runbook: 'server.find',
  plural: 'servers',
  properties: {
    flavor_id: { now: 'flavorName' },
    hypervisor_name: { now: 'hypervisorHostname' },
    image_id: { now: 'imageId' },
    project_id: { now: 'projectId' },
    server_creation_date: { now: 'createdAt' },
    server_description: { now: 'description' },
    server_id: { now: 'id' },
    server_last_updated_date: { now: 'updatedAt' },
    server_name: { now: 'name' },
    server_status: { now: 'status' },
    user_id: { now: 'userId' },
  },
  groups: [
    ...['flavor_id', 'hypervisor_name', 'image_id', 'project_id', 'server_creation_date', 'server_description'],
    ...['server_id', 'server_last_updated_date', 'server_name', 'server_status', 'user_id'],
  ],
  asAdmin: true,
  scope: 'projects',
};

export const hypervisors: SearchKind = {
  prefix: 'hv',
  queryType: 'HypervisorQuery',
  runbook: 'hypervisor.find',
  plural: 'hypervisors',
  properties: {
    local_disk_free: { now: 'diskGiBFree' },
    local_disk: { now: 'diskGiB' },
    local_disk_used: { now: 'diskGiBUsed' },
    id: { now: 'id' },
    ip: { now: 'hostIp' },
    memory_free: { now: 'ramMiBFree' },
    memory: { now: 'ramMiB' },
    memory_used: { now: 'ramMiBUsed' },
    name: { now: 'hostname' },
    state: { now: 'state' },
    status: { now: 'status' },
    vcpus: { now: 'vcpus' },
    vcpus_used: { now: 'vcpusUsed' },
    disabled_reason: { now: 'disabledReason' },
    uptime: { now: 'uptimeDays' },
  },
  asAdmin: true,
  scope: 'none',
};

export const images: SearchKind = {
  prefix: 'image',
  queryType: 'ImageQuery',
  runbook: 'image.find',
  plural: 'images',
  properties: {
    image_creation_date: { now: 'createdAt' },
    image_creation_progress: {
      gone: 'glance does not say how far an image is: image_status says whether it is complete',
    },
    image_id: { now: 'id' },
    image_last_updated_date: { now: 'updatedAt' },
    image_minimum_ram: { now: 'minRamMiB' },
    image_minimum_disk: { now: 'minDiskGiB' },
    image_name: { now: 'name' },
    image_size: { now: 'sizeBytes' },
    image_status: { now: 'status', value: lower },
  },
  groups: [
    ...['image_creation_date', 'image_creation_progress', 'image_last_updated_date', 'image_minimum_ram'],
    ...['image_minimum_disk', 'image_size', 'image_status'],
  ],
  asAdmin: true,
  scope: 'projects',
};

export const projects: SearchKind = {
  prefix: 'project',
  queryType: 'ProjectQuery',
  runbook: 'project.find',
  plural: 'projects',
  properties: {
    description: { now: 'description' },
    domain_id: { now: 'domainId' },
    id: { now: 'id' },
    is_domain: { gone: 'projects that are domains are not listed' },
    is_enabled: { now: 'enabled', value: lower },
    name: { now: 'name' },
    parent_id: { now: 'parentId' },
  },
  asAdmin: true,
  scope: 'none',
};

export const users: SearchKind = {
  prefix: 'user',
  queryType: 'UserQuery',
  runbook: 'user.find',
  plural: 'users',
  properties: {
    user_domain_id: { now: 'domainId' },
    user_description: { now: 'description' },
    user_name: { now: 'name' },
    user_email: { now: 'email' },
  },
  groups: ['user_domain_id', 'user_description', 'user_name', 'user_email'],
  asAdmin: false,
  scope: 'domain',
};
