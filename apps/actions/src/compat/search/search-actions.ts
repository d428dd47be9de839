import type { CompatAction } from '../compat-action.ts';
import { expressionSearch, listing, propertySearch, regexSearch, timeSearch } from './search-action.ts';
import { hypervisors, images, projects, servers, users } from './search-kinds.ts';

const withoutUptime = {
  ...hypervisors,
  shown: Object.keys(hypervisors.properties).filter((name) => name !== 'uptime'),
};

const NUMBERS = [
  ...['local_disk_free', 'local_disk', 'local_disk_used', 'memory_free', 'memory', 'memory_used'],
  ...['vcpus', 'vcpus_used'],
];

const SOUGHT_OF_SERVERS = [
  ...['flavor_id', 'hypervisor_name', 'image_id', 'server_description', 'server_id', 'server_name'],
  ...['server_status', 'user_id'],
];

/** The pack's searches. */
export const searchActions: readonly CompatAction[] = [
  listing(servers),
  propertySearch(servers, { by: SOUGHT_OF_SERVERS, usual: 'server_name' }),
  regexSearch(servers, { by: SOUGHT_OF_SERVERS, usual: 'server_name' }),
  timeSearch(servers, { by: ['server_creation_date', 'server_last_updated_date'], usual: 'server_creation_date' }),
  propertySearch(hypervisors, { by: Object.keys(hypervisors.properties), usual: 'name', webhook: false }),
  regexSearch(withoutUptime, { by: withoutUptime.shown, usual: 'name' }),
  expressionSearch(withoutUptime, {
    by: NUMBERS,
    usual: 'local_disk_free',
    changed: "What is free is placement's own figure.",
  }),
  propertySearch(images, { by: Object.keys(images.properties), usual: 'image_name' }),
  regexSearch(images, { by: ['image_name'], usual: 'image_name' }),
  expressionSearch(images, {
    by: ['image_creation_progress', 'image_minimum_ram', 'image_minimum_disk', 'image_size'],
    changed:
      '`property_to_search_by` has to be given: Glance does not tell `image_creation_progress`, which it was by default.',
  }),
  timeSearch(images, { by: ['image_creation_date', 'image_last_updated_date'], usual: 'image_creation_date' }),
  propertySearch(
    { ...projects, asAdmin: false, groups: Object.keys(projects.properties) },
    { by: Object.keys(projects.properties), usual: 'name' },
  ),
  regexSearch(projects, {
    by: ['description', 'name'],
    usual: 'name',
    changed: '`property_to_search_by` is `name` by default: `id`, which it was, is none of those that it may be.',
  }),
  propertySearch(users, { by: ['user_description', 'user_name'], usual: 'user_name' }),
  regexSearch(users, { by: ['user_description', 'user_name'], usual: 'user_name' }),
];
