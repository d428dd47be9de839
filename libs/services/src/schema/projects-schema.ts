import * as z from 'zod';
import { intakeSchema } from './intake-schema.ts';
import { beginsItsRange, securityGroupRuleSchema } from './security-group-rule-schema.ts';

const groups = z.record(z.string().min(1).max(255), z.array(securityGroupRuleSchema)).superRefine((all, context) => {
  // Neutron makes no second one, in whichever letters.
  for (const name of Object.keys(all)) {
    if (name === 'default' || name.toLowerCase() !== 'default') continue;
    context.addIssue({ code: 'custom', path: [name], message: 'is written `default`' });
  }
});

const groupsOfProfile = groups
  .default({})
  .describe(
    'Further security groups by name, with their rules; `default` is the one that every project has. A group here takes ' +
      'the place of one of the same name in `projects.securityGroups`.',
  );

const sharedSchema = z
  .strictObject({
    kind: z.literal('shared').describe('The project uses a network of the site.'),
    network: z.string().min(1).describe('That network, by name or id; it is shared with the project.'),
    securityGroups: groupsOfProfile,
  })
  .describe('Projects that use a network of the site.');

const ownSchema = z
  .strictObject({
    kind: z.literal('own').describe('The project gets a network, a subnet and a router of its own.'),
    externalNetwork: z
      .string()
      .min(1)
      .describe('The network of its router’s gateway and its floating IPs, by name or id; shared with it as external.'),
    range: z
      .cidrv4({ error: 'must be addresses as `192.168.0.0/16`' })
      .refine(beginsItsRange, 'has bits behind its prefix: give the first address of the range')
      .describe('Where its subnet is taken from: the first one there that overlaps none that it could meet.'),
    prefixLength: z.int().min(8).max(29).default(24).describe('Size of the subnet.'),
    reservedAddresses: z
      .int()
      .min(1)
      .max(1000)
      .default(10)
      .describe('Addresses at the beginning of the subnet that no server gets; the first one is the router’s.'),
    dnsNameservers: z.array(z.ipv4()).default([]).describe('What its servers are told. Default: as neutron does.'),
    distributed: z.boolean().describe('Whether the router is distributed. Default: as neutron decides.').optional(),
    ha: z.boolean().describe('Whether the router is highly available. Default: as neutron decides.').optional(),
    securityGroups: groupsOfProfile,
  })
  .superRefine(refuseTooSmall, { when: ({ value }) => typeof value === 'object' && value !== null })
  .describe('Projects with a network of their own.');

const anywhere = (protocol: string, portMin: number) => ({ protocol, portMin });

/** How projects are made, and which may not be deleted: `project.create`, `project.delete`. */
export const projectsSchema = z.strictObject({
  domain: z.string().min(1).default('default').describe('Domain of new projects that have no parent, by name or id.'),
  userDomain: z.string().min(1).describe('Domain in which users are looked up by name. Default: any.').optional(),
  adminDomain: z.string().min(1).describe('The same for admins of new projects. Default: `userDomain`.').optional(),
  userRole: z.string().min(1).default('member').describe('Role of a new project’s users.'),
  adminRole: z.string().min(1).default('admin').describe('Role of a new project’s admins.'),
  immutableTag: z
    .string()
    .regex(/^[^,/]{1,255}$/, 'may not hold `,` or `/`')
    .default('immutable')
    .describe('Tag of projects that may not be deleted.'),
  protected: z
    .array(z.string().min(1))
    .default(['admin', 'service'])
    .describe(
      'Projects that are never deleted, by name or id, whatever their tags. Default: `admin` and `service`, which the cloud ' +
        'itself works with.',
    ),
  securityGroups: groups
    .default(() => groups.parse({ HTTP: [anywhere('tcp', 80)], HTTPS: [anywhere('tcp', 443), anywhere('udp', 443)] }))
    .describe(
      'Security groups of every new project, by name, with their rules. Default: `HTTP` (TCP 80) and `HTTPS` (TCP and UDP ' +
        '443), from anywhere.',
    ),
  networks: z
    .record(z.string().min(1), z.discriminatedUnion('kind', [sharedSchema, ownSchema]))
    .default({})
    .describe('How new projects are connected, by the name of the profile.'),
  defaultNetwork: z
    .string()
    .min(1)
    .describe('Profile of new projects that name none. Default: they must name one, if there are any.')
    .optional(),
  intake: intakeSchema
    .prefault({})
    .describe('How projects are made that an issue asks for: `project.create-from-ticket`.'),
});

// Runs even if there are other faults: what it is made of is not certain here.
function refuseTooSmall(profile: object, context: z.core.$RefinementCtx): void {
  const { range, prefixLength = 24, reservedAddresses = 10 } = profile as Record<string, unknown>;
  const size = typeof prefixLength === 'number' ? 2 ** (32 - prefixLength) : Infinity;
  if (typeof range === 'string' && Number(range.split('/')[1]) > Number(prefixLength))
    context.addIssue({ code: 'custom', path: ['prefixLength'], message: `is larger than ${range}` });
  if (typeof reservedAddresses === 'number' && reservedAddresses > size - 3)
    context.addIssue({ code: 'custom', path: ['reservedAddresses'], message: 'leaves no address for servers' });
}

export type ProjectSettings = z.output<typeof projectsSchema>;
export type NetworkProfile = ProjectSettings['networks'][string];
export type OwnNetworkProfile = Extract<NetworkProfile, { kind: 'own' }>;
