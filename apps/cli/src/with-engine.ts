import type { Engine } from '@opsbook/runbook';
import type { Catalog } from './catalog/catalog.ts';
import type { Session } from './session.ts';
import type { Site } from './site.ts';

/** Opens the engine for a command and closes it afterwards. @param catalog for one that starts or executes runs */
export async function withEngine<T>(
  session: Session,
  work: (engine: Engine, site: Site) => Promise<T>,
  catalog?: Catalog,
): Promise<T> {
  const site = await session.site();
  const engine = await site.openEngine(catalog);
  try {
    return await work(engine, site);
  } finally {
    await engine.close();
  }
}
