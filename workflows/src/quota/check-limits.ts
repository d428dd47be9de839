import type { QuotaUsage } from '@opsbook/openstack';
import type { Limits, QuotaName } from './quota-fields.ts';
import type { QuotaService } from './quota-services.ts';

interface LimitCheck {
  service: QuotaService;
  limits: Limits;
  /** As the service tells them now. */
  details: Partial<Record<QuotaName, QuotaUsage>>;
  belowUsage: boolean;
  /** Whether belowUsage is offered to the reader; default true. */
  hint?: boolean;
}

/** Why a service's limits cannot be set so. */
export function limitFaults({ service, limits, details, belowUsage, hint = true }: LimitCheck): string[] {
  return Object.entries(limits).flatMap(([name, limit]) => {
    const line = details[name as QuotaName];
    if (line === undefined) return [`${name}: this cloud has no such limit`];
    const taken = line.used + line.reserved;
    if (limit === undefined || limit < 0 || limit >= taken) return [];
    const fault = `${name}: ${limit} is below what is used, ${taken}`;
    // Cinder has no way to be told so.
    if (service === 'volume') return [belowUsage ? `${fault}, which the block storage never takes` : fault];
    if (belowUsage) return [];
    return [hint ? `${fault}; with belowUsage it is set anyway` : fault];
  });
}
