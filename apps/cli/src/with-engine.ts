import type { Engine } from '@opsbook/runbook';
import type { Session } from './session.ts';
import type { Site } from './site.ts';

/** Opens the engine for a command and closes it afterwards. */
export async function withEngine<T>(session: Session, work: (engine: Engine, site: Site) => Promise<T>): Promise<T> {
  const site = await session.site();
  const engine = await site.openEngine();
  try {
    return await work(engine, site);
  } finally {
    await engine.close();
  }
}
