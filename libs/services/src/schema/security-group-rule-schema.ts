import * as z from 'zod';
import { PROTOCOL_NUMBERS } from './protocol-numbers.ts';

const cidr = z.lazy(() =>
  z
    .string()
    .refine(isRange, 'must be addresses as `192.0.2.0/24`')
    .refine(beginsItsRange, 'has bits behind its prefix: give the first address of the range'),
);

const cidrs = (description: string) => z.array(cidr).min(1).describe(description).optional();

const port = z.int().min(0).max(65_535);

/** One line of a security group: a rule of neutron's for each range of addresses that it comes to. */
export const securityGroupRuleSchema = z.lazy(() =>
  z
    .strictObject({
      direction: z.enum(['ingress', 'egress']).default('ingress').describe('As the server sees it.'),
      etherType: z.enum(['IPv4', 'IPv6']).default('IPv4').describe('Which kind of addresses.'),
      protocol: z
        .string()
        .refine((name) => numberOf(name) !== undefined, {
          error: `must be a number up to 255, or one of ${Object.keys(PROTOCOL_NUMBERS).join(', ')}`,
        })
        .describe('`tcp`, `udp`, `icmp`, ... or a number. Default: any.')
        .optional(),
      portMin: port.describe('First port; of ICMP the type. Default: any.').optional(),
      portMax: port.describe('Last port; of ICMP the code. Default: `portMin`; of ICMP any.').optional(),
      include: cidrs('These addresses. With `except`, let through although `except` has them. Default: anywhere.'),
      except: cidrs('All IPv4 addresses but these; the ranges that are left are computed.'),
      description: z.string().max(255).describe('Shown with the rule.').optional(),
    })
    .superRefine(refuseNonsense, { when: ({ value }) => typeof value === 'object' && value !== null })
    .describe('A line of a security group. A rule is made for each range of addresses that it comes to.'),
);

// Runs even if the rule has other faults: what it is made of is not certain here.
function refuseNonsense(rule: object, context: z.core.$RefinementCtx): void {
  const { etherType = 'IPv4', protocol, portMin, portMax, include, except } = rule as Record<string, unknown>;
  const fault = (path: (string | number)[], message: string) => {
    context.addIssue({ code: 'custom', path, message });
  };
  if (portMin === undefined && portMax !== undefined) fault(['portMax'], 'needs `portMin`');
  if (portMin !== undefined && protocol === undefined) fault(['portMin'], 'needs a `protocol`');
  const number = typeof protocol === 'string' ? numberOf(protocol) : undefined;
  const isIcmp = number !== undefined && ICMP.has(number);
  const hasPorts = number !== undefined && WITH_PORTS.has(number);
  for (const [key, value] of Object.entries({ portMin, portMax })) {
    if (typeof value !== 'number' || number === undefined) continue;
    if (isIcmp && value > 255) fault([key], 'is a type or code of ICMP: 255 at most');
    if (hasPorts && value === 0) fault([key], 'is no port');
    if (!isIcmp && !hasPorts) fault([key], `is not for ${String(protocol)}, which has no ports`);
  }
  if (number !== undefined && etherType === 'IPv4' && ONLY_IPV6.has(number))
    fault(['protocol'], `${String(protocol)} is for IPv6 only`);
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

const ICMP = new Set(['1', '58']);
const WITH_PORTS = new Set(['6', '17', '33', '132', '136']);
const ONLY_IPV6 = new Set(['41', '43', '44', '58', '59', '60']);

/** undefined: there is no such protocol. */
function numberOf(protocol: string): string | undefined {
  if (/^(0|[1-9]\d{0,2})$/.test(protocol)) return Number(protocol) < 256 ? protocol : undefined;
  const name = protocol.toLowerCase();
  return Object.hasOwn(PROTOCOL_NUMBERS, name) ? PROTOCOL_NUMBERS[name] : undefined;
}

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
