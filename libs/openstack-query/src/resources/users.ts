import type { User } from '@opsbook/openstack';
import { boolean, text, time } from './property.ts';
import { enabledFilter } from './enabled-filter.ts';
import { defineResource } from './resource.ts';

export const users = defineResource({
  name: 'users',
  singular: 'user',
  request: 'keystone GET /users',
  properties: {
    id: text('', (u: User) => u.id, 'uuid'),
    name: text('', (u: User) => u.name, 'username'),
    email: text('', (u: User) => u.email, 'emailAddress', 'emailAddr'),
    domainId: text('', (u: User) => u.domainId),
    enabled: boolean('', (u: User) => u.enabled),
    description: text('', (u: User) => u.description, 'desc'),
    defaultProjectId: text('', (u: User) => u.defaultProjectId),
    passwordExpiresAt: time('null: never', (u: User) => u.passwordExpiresAt),
  },
  columns: ['id', 'name', 'email', 'domainId', 'enabled'],
  joinColumns: ['name', 'email'],
  joins: { defaultProject: { to: 'projects', by: 'defaultProjectId', on: 'id' } },
  filters: {
    name: (value) => ({ name: value }),
    domainId: (value) => ({ domainId: value }),
    enabled: enabledFilter,
  },
  list: ({ identity }, filter) => identity.users.list(filter),
});
