import type { Services } from '@opsbook/services';
import { type DowntimeReport, reportOf } from '../downtime/downtime-report.ts';
import { silenceReport } from './ensure-silenced.ts';
import { silenceMatchers } from './silence-matchers.ts';
import type { SilenceReport } from './silence-report.ts';
import { watchersOf } from './watchers.ts';

/** The silences that keep a hypervisor's alerts quiet now, whoever made them. */
export async function findSilences(services: Services, cloud: string, hypervisor: string): Promise<SilenceReport[]> {
  const { alertmanager } = watchersOf(services, cloud);
  if (alertmanager === null) return [];
  const { silences } = services.alertmanager(alertmanager.name);
  const found: SilenceReport[] = [];
  for (const matcher of silenceMatchers(hypervisor, services.config.maintenance.silences))
    found.push(...(await silences.find({ matchers: [matcher] })).map(silenceReport));
  return found;
}

/** The same of Icinga's downtimes: those of the host itself. */
export async function findDowntimes(services: Services, cloud: string, hypervisor: string): Promise<DowntimeReport[]> {
  const { icinga } = watchersOf(services, cloud);
  if (icinga === null) return [];
  return (await services.icinga(icinga.name).downtimes.list({ host: hypervisor, service: null })).map(reportOf);
}
