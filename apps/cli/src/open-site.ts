import { dirname, resolve } from 'node:path';
import { readOnly, systemClock } from '@opsbook/context';
import { connectServices, knownClouds, ledgerPath, loadConfig, meetSecrets } from '@opsbook/services';
import { type Catalog, loadCatalog } from './catalog/catalog.ts';
import { configFile } from './config-file.ts';
import type { Globals, Site } from './site.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

/** The site that the configuration describes. Throws a `ConfigError` with every fault of it. */
export function openSite(globals: Globals, { env, cwd }: Pick<Terminal, 'env' | 'cwd'>): Site {
  const given = globals.ledger;
  const loaded = loadConfig({ path: configFile(globals), env, cwd });
  // The events of another ledger of runs are beside it.
  const config = given === undefined ? loaded : { ...loaded, serve: { ...loaded.serve, ledger: undefined } };
  const ledger = given === undefined ? ledgerPath(config, env) : { path: resolve(cwd, given), shared: true };
  const { cloud: defaultCloud } = config.defaults;
  let loading: Promise<Catalog> | undefined;
  const base = config.path === undefined ? cwd : dirname(config.path);
  return {
    catalog: async (name) => {
      // Code of the site's own may hold any name.
      const one = name === undefined || config.runbooks.length > 0 ? undefined : await loadOne(name);
      return one ?? (await (loading ??= load(config.runbooks, base)));
    },
    clock: systemClock,
    config,
    ledger,
    retention: config.retention.runs,
    concurrency: config.queue.concurrency,
    ...(defaultCloud !== undefined && { defaultCloud }),
    knownClouds: () => knownClouds(config, env),
    scopeOf: (cloud) => {
      const services = connectServices(config, { guard: readOnly, clock: systemClock }, { env });
      try {
        // Every target of a cloud is `<id>/<kind>/<name>`.
        return services.openstack(cloud).targetOf('', '').slice(0, -1);
      } finally {
        services.close();
      }
    },
    connect: (context) => connectServices(config, context, { env }),
    services: (context) => connectServices(config, context, { env }),
    openEngine: async (catalog) => {
      const { runbooks, version: code } = catalog ?? { runbooks: [], version: version() };
      const { openLocalEngine } = await import('@opsbook/engine-local');
      // What people say is kept as it is, except for secrets that this process knows.
      meetSecrets(config, env);
      const connect = (context: Parameters<Site['connect']>[0]) => connectServices(config, context, { env });
      const { approvals, defaults } = config;
      const { approvalExpires } = defaults;
      return openLocalEngine({ path: ledger.path, runbooks, version: code, connect, approvals, approvalExpires });
    },
    openEvents: async () => {
      const { openEvents } = await import('./events/open-events.ts');
      return openEvents({ config, ledger, clock: systemClock });
    },
    backupLedger: async (to) => (await import('@opsbook/engine-local')).backupLedger(ledger.path, to),
  };
}

async function load(sources: readonly string[], base: string): Promise<Catalog> {
  const { runbooks } = await import('@opsbook/workflows');
  return loadCatalog(runbooks, { sources, base });
}

async function loadOne(name: string): Promise<Catalog | undefined> {
  const { loadRunbook } = await import('@opsbook/workflows/load-runbook');
  const runbook = await loadRunbook(name);
  // What changes something may run others as its parts, as a maintenance does a drain: the engine has to know them.
  return runbook?.risk === 'read-only' ? loadCatalog([runbook], { sources: [], base: '.' }) : undefined;
}
