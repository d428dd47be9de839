import { type Alert, labelTest } from '@opsbook/alertmanager';
import type { Services } from '@opsbook/services';
import { silenceMatchers } from './silence-matchers.ts';
import { watchersOf } from './watchers.ts';

/** An alert about a hypervisor. */
interface HostAlert {
  fingerprint: string;
  hypervisor: string;
  /** Its name. */
  alert: string;
  /** UTC ISO 8601. */
  startsAt: string;
}

interface Alerts {
  cloud: string;
  hosts: readonly string[];
  /** Leaves out what somebody has silenced, or what another alert inhibits. */
  audible: boolean;
}

/** The alerts about hypervisors: those that their maintenance would silence. None where no Alertmanager is configured. */
export async function alertsAbout(services: Services, { cloud, hosts, audible }: Alerts): Promise<HostAlert[]> {
  const { alertmanager } = watchersOf(services, cloud);
  if (alertmanager === null || hosts.length === 0) return [];
  const only = audible ? { silenced: false, inhibited: false } : {};
  const all = await services.alertmanager(alertmanager.name).alerts.list(only);
  return hosts.flatMap((hypervisor) => {
    const matchers = silenceMatchers(hypervisor, services.config.maintenance.silences);
    const tests = matchers.map((matcher) => labelTest([matcher]));
    return all.filter(({ labels }) => tests.some((test) => test(labels))).map((alert) => about(alert, hypervisor));
  });
}

const about = ({ fingerprint, labels, startsAt }: Alert, hypervisor: string): HostAlert => ({
  fingerprint,
  hypervisor,
  startsAt,
  alert: labels['alertname'] ?? fingerprint,
});

/**
 * The fingerprints of those that nothing of this rollout has brought: they are about hypervisors that it has yet to do, or are
 * older than it.
 * @param earlier what it did in runs before this one. @param since when the first of them began: ISO 8601
 */
export function knownOf(alerts: readonly HostAlert[], earlier: readonly string[], since: string): string[] {
  const isNew = ({ hypervisor, startsAt }: HostAlert) =>
    earlier.includes(hypervisor) && Date.parse(startsAt) >= Date.parse(since);
  const fresh = new Set(alerts.filter(isNew).map(({ fingerprint }) => fingerprint));
  return alerts.map(({ fingerprint }) => fingerprint).filter((one) => !fresh.has(one));
}

export interface Health {
  cloud: string;
  /** The hypervisors that this rollout has done. */
  done: readonly string[];
  /** Fingerprints of the alerts that were there before it began. */
  known: readonly string[];
  /** PromQL. */
  gate: string | undefined;
}

/** Why the next batch must not begin; null: nothing speaks against it. */
export async function unhealthy(services: Services, { cloud, done, known, gate }: Health): Promise<string | null> {
  const alerts = await alertsAbout(services, { cloud, hosts: done, audible: true });
  const fresh = alerts.filter(({ fingerprint }) => !known.includes(fingerprint));
  const told = fresh.map(({ alert, hypervisor }) => `${alert} of ${hypervisor}`);
  const shown = [...told.slice(0, 5), ...(told.length > 5 ? [`${told.length - 5} more`] : [])];
  if (told.length > 0) return `new alerts about hypervisors that are done: ${shown.join(', ')}`;
  if (gate === undefined) return null;
  if (await services.prometheus(watchersOf(services, cloud).prometheus).holds(gate)) return null;
  return `the gate does not hold: ${gate}`;
}
