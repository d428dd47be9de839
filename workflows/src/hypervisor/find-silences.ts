import type { Services } from '@opsbook/services';
import { reportOf } from '../downtime/downtime-report.ts';
import { silenceReport } from './ensure-silenced.ts';
import { silenceMatchers } from './silence-matchers.ts';
import type { QuietReport } from './silence-report.ts';
import { watchersOf } from './watchers.ts';

/** What keeps a hypervisor's alerts quiet now, whoever made it. Of Icinga's downtimes those of the host itself. */
export async function findSilences(services: Services, cloud: string, hypervisor: string): Promise<QuietReport> {
  const { alertmanager, icinga } = watchersOf(services, cloud);
  const found: QuietReport = { silences: [], downtimes: [] };
  if (alertmanager !== null) {
    const { silences } = services.alertmanager(alertmanager.name);
    for (const matcher of silenceMatchers(hypervisor, services.config.maintenance.silences))
      found.silences.push(...(await silences.find({ matchers: [matcher] })).map(silenceReport));
  }
  if (icinga !== null) {
    const downtimes = await services.icinga(icinga.name).downtimes.list({ host: hypervisor, service: null });
    found.downtimes.push(...downtimes.map(reportOf));
  }
  return found;
}
