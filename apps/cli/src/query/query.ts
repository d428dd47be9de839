import { readOnly, systemClock } from '@opsbook/context';
import {
  type FormatName,
  type PlannedQuery,
  type QueryText,
  explanationText,
  isQueryError,
  propertiesText,
  textQuery,
} from '@opsbook/openstack-query';
import type { ServiceConnection } from '@opsbook/services';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Session } from '../session.ts';
import { adviceFor } from './advice-for.ts';
import { chosenCloud } from './chosen-cloud.ts';
import { chosenFormat } from './chosen-format.ts';
import { faultsText } from './faults-text.ts';
import type { QueryOptions } from './query-options.ts';

/** `opsbook query`. What is wrong with the query is told before the configuration is read. */
export async function query(session: Session, kind: string, options: QueryOptions): Promise<ExitCode> {
  const { where, with: joined, select, sort, group, rest, limit } = options;
  const text: QueryText = {
    resource: kind,
    ...(where !== undefined && { where }),
    ...(joined !== undefined && { with: joined }),
    ...(select !== undefined && { select }),
    ...(sort !== undefined && { sort }),
    ...(group !== undefined && { group }),
    ...(rest !== undefined && { rest }),
    ...(limit !== undefined && { limit }),
    ...(options.ownProject === true && { allProjects: false }),
  };
  try {
    const planned = textQuery(text, systemClock.now());
    if (options.properties === true) session.print(propertiesText(kind));
    else if (options.explain === true) explain(session, planned);
    else await run(session, planned, chosenFormat(options.output, session.json));
    return EXIT.done;
  } catch (error) {
    if (!isQueryError(error)) {
      const advice = adviceFor(error, kind, options);
      if (advice === undefined) throw error;
      const { reportError } = await import('../report-error.ts');
      const code = reportError(session, error);
      session.note(`${advice}\n`);
      return code;
    }
    const { code, message, faults } = error;
    if (session.json) session.printJson({ error: { code, kind: error.kind, message, faults } });
    session.note(faultsText(text, faults));
    return EXIT.invalid;
  }
}

function explain(session: Session, planned: PlannedQuery): void {
  const explanation = planned.explain();
  if (session.json) session.printJson(explanation);
  else session.print(explanationText(explanation));
}

async function run(session: Session, planned: PlannedQuery, format: FormatName): Promise<void> {
  const site = await session.site();
  const cloud = chosenCloud(site, session.globals.cloud);
  const services = site.connect({ guard: readOnly, clock: site.clock }) as ServiceConnection;
  try {
    for await (const piece of planned.output(services.openstack(cloud), format)) {
      session.print(piece);
      // `| head`: the pages that are left are for nobody.
      if (session.terminal.outLost) break;
    }
  } finally {
    services.close();
  }
}
