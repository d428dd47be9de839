import * as z from 'zod';

const cidr = z
  .string()
  .refine(isRange, 'must be addresses as `192.0.2.0/24`')
  .refine(beginsItsRange, 'has bits behind its prefix: give the first address of the range');

const cidrs = (description: string) => z.array(cidr).min(1).describe(description).optional();

const port = z.int().min(0).max(65_535);

/** One line of a security group: a rule of neutron's for each range of addresses that it comes to. */
export const securityGroupRuleSchema = z
  .strictObject({
    direction: z.enum(['ingress', 'egress']).default('ingress').describe('As the server sees it.'),
    etherType: z.enum(['IPv4', 'IPv6']).default('IPv4').describe('Which kind of addresses.'),
    protocol: z.string().min(1).describe('`tcp`, `udp`, `icmp`, ... or a number. Default: any.').optional(),
    portMin: port.describe('First port; of ICMP the type. Default: any.').optional(),
    portMax: port.describe('Last port; of ICMP the code. Default: `portMin`; of ICMP any.').optional(),
    include: cidrs('These addresses. With `except`, let through although `except` has them. Default: anywhere.'),
    except: cidrs('All IPv4 addresses but these; the ranges that are left are computed.'),
    description: z.string().max(255).describe('Shown with the rule.').optional(),
  })
  .superRefine(refuseNonsense, { when: ({ value }) => typeof value === 'object' && value !== null })
  .describe('A line of a security group. A rule is made for each range of addresses that it comes to.');

// Runs even if the rule has other faults: what it is made of is not certain here.
function refuseNonsense(rule: object, context: z.core.$RefinementCtx): void {
  const { etherType = 'IPv4', protocol, portMin, portMax, include, except } = rule as Record<string, unknown>;
  const fault = (path: (string | number)[], message: string) => {
    context.addIssue({ code: 'custom', path, message });
  };
  if (portMin === undefined && portMax !== undefined) fault(['portMax'], 'needs `portMin`');
  if (portMin !== undefined && protocol === undefined) fault(['portMin'], 'needs a `protocol`');
  const isIcmp = typeof protocol === 'string' && ICMP.has(protocol);
  if (!isIcmp && typeof portMin === 'number' && typeof portMax === 'number' && portMax < portMin)
    fault(['portMax'], `must be ${portMin} at least`);
  const wrong = (list: unknown, key: string, version: unknown) => {
    for (const [index, one] of Array.isArray(list) ? list.entries() : []) {
      if (typeof one !== 'string' || one.includes(':') === (version === 'IPv6')) continue;
      fault([key, index], `is no ${String(version)} range`);
    }
  };
  wrong(include, 'include', etherType);
  if (except === undefined) return;
  if (etherType === 'IPv6') fault(['except'], 'is for IPv4 only');
  else wrong(except, 'except', 'IPv4');
}

const ICMP = new Set(['icmp', 'icmpv6', 'ipv6-icmp', '1', '58']);

function isRange(text: string): boolean {
  return [z.cidrv4(), z.cidrv6()].some((kind) => kind.safeParse(text).success);
}

/** Neutron takes `10.1.2.3/8` for `10.0.0.0/8`; whoever wrote it may have meant another range. */
export function beginsItsRange(range: string): boolean {
  const [address = '', prefix = '0'] = range.split('/');
  if (address.includes(':') || !isRange(range)) return true;
  const value = address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  return value % 2 ** (32 - Number(prefix)) === 0;
}

export type SecurityGroupRuleSettings = z.output<typeof securityGroupRuleSchema>;
