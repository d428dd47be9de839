import type { Project } from '@opsbook/openstack';
import { enabledFilter } from './enabled-filter.ts';
import { boolean, list, text } from './property.ts';
import { defineResource } from './resource.ts';

export const projects = defineResource({
  name: 'projects',
  singular: 'project',
  request: 'keystone GET /projects',
  properties: {
    id: text('', (p: Project) => p.id, 'uuid'),
    name: text('', (p: Project) => p.name),
    description: text('', (p: Project) => p.description, 'desc'),
    domainId: text('', (p: Project) => p.domainId),
    enabled: boolean('', (p: Project) => p.enabled, 'isEnabled'),
    parentId: text('the project above it, or its domain', (p: Project) => p.parentId),
    tags: list('', (p: Project) => p.tags),
  },
  columns: ['id', 'name', 'domainId', 'enabled', 'description'],
  joinColumns: ['name'],
  joins: { parent: { to: 'projects', by: 'parentId', on: 'id' } },
  filters: {
    name: (value) => ({ name: value }),
    domainId: (value) => ({ domainId: value }),
    enabled: enabledFilter,
  },
  list: ({ identity }, filter) => identity.projects.list(filter),
});
