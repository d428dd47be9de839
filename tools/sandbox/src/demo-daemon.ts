import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Context, sleep, systemClock } from '@opsbook/context';
import { openLocalEngine } from '@opsbook/engine-local';
import { daemonLog, serve } from '@opsbook/sensors';
import { connectServices, ledgerPath, loadConfig } from '@opsbook/services';
import { type Remediation, type StoredTriggerEvent, type TriggerStore, openTriggerStore } from '@opsbook/triggers';
import { runbooks } from '@opsbook/workflows';
import { destination } from 'pino';
import { cli, filesOf } from './paths.ts';

/** Milliseconds that anything may take. */
const PATIENCE = 240_000;

/** The daemon of a sandbox, in this process, and what its ledger says. */
export async function startDaemon(folder: string) {
  const { env } = process;
  const config = loadConfig({ path: filesOf(folder).config, env, cwd: folder });
  const connect = (context: Context) => connectServices(config, context, { env });
  const { path: ledger } = ledgerPath(config, env);
  // The version of whoever else works on this ledger.
  const { version } = JSON.parse(readFileSync(join(cli, 'package.json'), 'utf8')) as { version: string };
  const engine = openLocalEngine({ path: ledger, runbooks, version, connect, approvals: config.approvals });
  const log = daemonLog(destination({ dest: join(folder, 'daemon.log'), sync: true }));
  let store: TriggerStore | undefined;
  const openStore: typeof openTriggerStore = (options) => (store = openTriggerStore(options));
  const daemon = await serve({ config, engine, runbooks, version, connect, ledger, log, openStore });
  const events = (): StoredTriggerEvent[] => store?.list({ type: 'alert' }) ?? [];
  const find = (status: 'firing' | 'resolved') => events().find(({ event }) => event.status === status);
  return {
    /** The alert's event, once it is decided. */
    event: (status: 'firing' | 'resolved') =>
      until(`an alert that is ${status}`, () => {
        const found = find(status);
        return found?.state.state === 'received' ? undefined : found;
      }),
    /** What came of a run, once that is known. */
    outcome: (run: string): Promise<Remediation> =>
      until('what came of it', () => store?.remediations({ run, phase: ['ended'] }).at(0)),
    /** What the run asks people, once it does. */
    asked: (run: string) => until('a question', async () => (await engine.questions(run)).at(0)),
    stop: async () => {
      await daemon.stop();
      await engine.close();
    },
  };
}

async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (const end = Date.now() + PATIENCE; Date.now() < end;) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(systemClock, 100);
  }
  throw new Error(`waited ${PATIENCE / 1000} s in vain for ${what}`);
}
