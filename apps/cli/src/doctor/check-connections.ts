import type { Json } from '@opsbook/runbook';
import { lookWith } from '@opsbook/sensors';
import type { Catalog } from '../catalog/catalog.ts';
import type { Site } from '../site.ts';
import { type Diagnosis, fault, messageOf, ok, warning } from './diagnosis.ts';

const RUNBOOK = 'audit.check-connections';

interface Connection {
  service: string;
  name: string;
  ok: boolean;
  says: string;
}

/** Asks each service of each cloud, and each other service, for something small. */
export async function checkConnections(site: Site, catalog: Catalog): Promise<Diagnosis[]> {
  const { config, clock } = site;
  const { runbooks, version } = catalog;
  try {
    const look = lookWith({ runbooks, version, clock, connect: (context) => site.connect(context) });
    const named = Object.keys(config.clouds);
    const input: Json = named.length > 0 ? {} : { clouds: site.knownClouds() };
    const report = (await look(RUNBOOK, input, new AbortController().signal)) as unknown as {
      connections: Connection[];
    };
    return report.connections.map(diagnosisOf);
  } catch (error) {
    return [fault('connections', messageOf(error), 'Mend what it says')];
  }
}

function diagnosisOf({ service, name, ok: answers, says }: Connection): Diagnosis {
  const check = `${service} ${name}`;
  if (answers) return ok(check, says);
  // Only admins may ask placement.
  const found = service === 'placement' ? warning : fault;
  return found(check, says, `Mend its entry in the configuration, or the service`);
}
