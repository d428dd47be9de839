import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '@opsbook/context';
import { openLocalEngine } from '@opsbook/engine-local';
import { type AnyRunbook, defineRunbook } from '@opsbook/runbook';
import { type Daemon, daemonLog, serve } from '@opsbook/sensors';
import { configOf, connectServices } from '@opsbook/services';
import type { TriggerStore } from '@opsbook/triggers';
import { Writable } from 'node:stream';
import * as z from 'zod';

export const TOKEN = 'token-of-the-bench';

export interface BenchSiteOptions {
  folder: string;
  /** Rules, as a file has them; default: none. */
  rules?: string;
  /** Called by the first step of each run that a rule starts. */
  onStep?: (instance: string) => void;
  /** Default: the ledger of events that a daemon has. */
  openStore?: () => TriggerStore;
}

/** A daemon with everything that it has, on ledgers of its own. */
export async function startDaemon(options: BenchSiteOptions): Promise<Daemon> {
  const { folder, rules = 'rules: []', onStep = () => undefined, openStore } = options;
  const file = join(folder, 'rules.yaml');
  writeFileSync(file, rules);
  const alertmanagers = { bench: { auth: { token: TOKEN } } };
  const config = configOf({ serve: { port: 0, rules: [file], alertmanagers } });
  const runbook = defineRunbook()({
    ...{ name: 'bench.touch', summary: 'Say that it runs', risk: 'safe' },
    input: z.object({ instance: z.string() }),
    output: z.null(),
    run: async (ctx, { instance }) => {
      await ctx.read('touched', () => {
        onStep(instance);
        return Promise.resolve(null);
      });
      return null;
    },
  });
  const runbooks = [runbook] as unknown as AnyRunbook[];
  const connect = (context: Context) => connectServices(config, context);
  const ledger = join(folder, 'ledger.db');
  const engine = openLocalEngine({ path: ledger, runbooks, version: 'bench', connect });
  const silent = daemonLog(new Writable({ write: (_chunk, _encoding, done) => done() }));
  return serve({
    ...{ config, engine, runbooks, version: 'bench', connect, ledger, log: silent },
    ...(openStore !== undefined && { openStore }),
  });
}
