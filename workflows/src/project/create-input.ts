import * as z from 'zod';
import { cloud, domain } from '../fields.ts';
import { quotaFields } from '../quota/quota-fields.ts';

const people = z.array(z.string().min(1).max(255)).default([]);
const theirDomain = z.string().min(1).max(64).optional();

/** What `project.create` is given. */
export const CreateInput = z.strictObject({
  cloud,
  name: z.string().trim().min(1).max(64).describe('Name of the new project'),
  email: z.email().max(255).describe('Contact address; becomes a tag of the project'),
  description: z.string().trim().max(2000).describe('What it is for'),
  domain: domain
    .optional()
    .describe('Domain of the project, by its name or id; default: the parent’s, else as configured'),
  parent: z.string().min(1).max(255).optional().describe('Project above it, by its name or id; default: none'),
  immutable: z
    .boolean()
    .default(false)
    .describe('Keep it from being deleted, by a tag and by keystone’s option of that name'),
  network: z
    .string()
    .min(1)
    .optional()
    .describe('How it is connected: a profile of `projects.networks` in the configuration; default: as configured'),
  admins: people.describe('Users who get the role of admins, by their names or ids'),
  adminDomain: theirDomain.describe('Domain of the admins, by its name or id; default: as configured, else userDomain'),
  users: people.describe('Users who get the role of users, by their names or ids'),
  userDomain: theirDomain.describe('Domain of the users, by its name or id; default: as configured, else any'),
  ...quotaFields,
  floatingIps: quotaFields.floatingIps.default(1),
  securityGroupRules: quotaFields.securityGroupRules.default(200),
  adopt: z
    .boolean()
    .default(false)
    .describe('Go on with a project of that name that was not made by this, keeping its description'),
});

export type CreateInput = z.output<typeof CreateInput>;
