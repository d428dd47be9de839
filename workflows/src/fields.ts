import * as z from 'zod';

/** Input fields that several runbooks share, so that one thing has one name and one description. */
export const cloud = z.string().min(1).describe('Cloud, by its name in opsbook.yaml or clouds.yaml');

export const hypervisor = z.string().min(1).max(255).describe("Hypervisor, by its compute service's host name");

export const reason = z
  .string()
  .trim()
  .min(1)
  .max(180)
  .describe('Why; shown to everyone who looks at the compute service');

export const serverId = z.uuid().describe('Server, by its UUID');

export const project = z.string().min(1).max(255).describe('Project, by its name or id');

export const domain = z.string().min(1).max(64).describe('Domain of users and projects, by its name or id');

export const flavor = z.string().min(1).max(255).describe('Flavor, by its name or id');

export const image = z.string().min(1).max(255).describe('Image, by its name or id');

export const network = z.string().min(1).max(255).describe('Network, by its name or id');

export const role = z.string().min(1).max(255).describe('Role, by its name or id');

export const group = z.string().min(1).max(255).describe('Group of users, by its name or id');

export const users = z.array(z.string().min(1).max(255)).describe('Users, by their names or ids');

export const userDomain = z
  .string()
  .min(1)
  .max(64)
  .optional()
  .describe('Domain in which users and groups are looked up, by its name or id; default: as configured, else any');
