import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { addFlavorToProject } from './add-flavor.ts';
import { addGroupToProject } from './add-group.ts';
import { addUserToProject } from './add-user.ts';
import { createProjectFromTicket } from './create-from-ticket.ts';
import { createProject } from './create.ts';
import { deleteProject } from './delete.ts';
import { findProjects } from './find.ts';
import { removeFlavorFromProject } from './remove-flavor.ts';
import { removeUserFromProject } from './remove-user.ts';

export {
  addFlavorToProject,
  addGroupToProject,
  addUserToProject,
  createProject,
  createProjectFromTicket,
  deleteProject,
  findProjects,
  removeFlavorFromProject,
  removeUserFromProject,
};

/** The runbooks of this domain. */
export const projectRunbooks: readonly AnyRunbook<Services>[] = [
  addFlavorToProject,
  addGroupToProject,
  addUserToProject,
  createProject,
  createProjectFromTicket,
  deleteProject,
  findProjects,
  removeFlavorFromProject,
  removeUserFromProject,
];
