import { ConfigError } from '@opsbook/services';
import { type Signals, daemonLog, serve as startDaemon, untilStopped } from '@opsbook/sensors';
import type { Catalog } from '../catalog/catalog.ts';
import { checkRules } from '../doctor/check-rules.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { noteLedger } from '../run/ledger-note.ts';
import type { Session } from '../session.ts';
import type { Site } from '../site.ts';
import type { Terminal } from '../terminal.ts';
import { withEngine } from '../with-engine.ts';

/** `opsbook serve`: the daemon, until SIGTERM or Ctrl-C; SIGHUP reads the rules again. Its log is on standard error. */
export async function serve(session: Session, options: { check?: true }): Promise<ExitCode> {
  const site = await session.site();
  const catalog = await site.catalog();
  const rules = refuseFaults(site, catalog);
  if (options.check === true) return checked(session, site, rules);
  noteLedger(session, site);
  return withEngine(
    session,
    async (engine) => {
      const { runbooks, version } = catalog;
      const daemon = await startDaemon({
        ...{ config: site.config, engine, runbooks, version, clock: site.clock, ledger: site.ledger.path },
        connect: (context) => site.services(context),
        log: daemonLog({ write: (line) => session.note(line) }),
      });
      await untilStopped(daemon, signalsOf(session.terminal));
      return EXIT.done;
    },
    catalog,
  );
}

/** Answers how many rules there are. Throws with all that is wrong with rules and sensors at once. */
function refuseFaults({ config }: Site, { runbooks }: Catalog): number {
  const { rules, ruleFaults, sensorFaults } = checkRules(config, runbooks);
  const faults = [...ruleFaults, ...sensorFaults];
  if (faults.length === 0) return rules?.rules.length ?? 0;
  const lines = faults.map((message) => ({ path: '', message }));
  throw new ConfigError('CONFIG_INVALID', 'the daemon cannot begin:', lines);
}

function checked(session: Session, { config }: Site, rules: number): ExitCode {
  const { sensors, alertmanagers, webhooks, host, port } = config.serve;
  const names = {
    sensors: Object.keys(sensors),
    alertmanagers: Object.keys(alertmanagers),
    webhooks: Object.keys(webhooks),
  };
  if (session.json) session.printJson({ ok: true, rules, ...names, host, port });
  else {
    const told = Object.entries(names).map(([what, list]) => `${what}: ${list.join(', ') || 'none'}`);
    session.print([`It could begin, at ${host}:${port}, with ${rules} rules`, ...told].join('; ') + '.\n');
  }
  return EXIT.done;
}

/** The terminal's signals, as the daemon asks for them. */
function signalsOf(terminal: Terminal): Signals {
  const releases = new Map<string, () => void>();
  return {
    on: (name, fn) => {
      const given = name === 'SIGHUP' ? terminal.onReload(fn) : terminal.onStop((signal) => signal === name && fn());
      releases.set(name, given);
    },
    off: (name) => releases.get(name)?.(),
  };
}
