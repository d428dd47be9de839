import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@opsbook/context';
import { openLocalEngine } from '@opsbook/engine-local';
import { type Engine, defineRunbook } from '@opsbook/runbook';
import { type Services, configOf, connectServices, eventLedgerPath } from '@opsbook/services';
import {
  type Remediation,
  type TriggerStore,
  engineRuns,
  explain,
  openTriggerStore,
  storyText,
} from '@opsbook/triggers';
import { destination } from 'pino';
import * as z from 'zod';
import { type Daemon, serve } from '../daemon/serve.ts';
import { daemonLog } from '../log/daemon-log.ts';

export const TOKEN = 'token-of-chaos';

const quiet = defineRunbook<Services>()({
  name: 'host.quiet',
  summary: 'Silence a host for an hour, or do nothing',
  risk: 'safe',
  input: z.object({
    instance: z.string().describe('The host'),
    silent: z.boolean().describe('Whether it is silenced'),
  }),
  output: z.object({}),
  run: async (ctx, { instance, silent }) => {
    const matchers = [{ name: 'instance', operator: '=', value: instance } as const];
    const silence = { matchers, duration: 3600, createdBy: 'opsbook', comment: `test (run ${ctx.id})` };
    const { silences } = ctx.services.alertmanager();
    if (silent) await ctx.once('silenced', async () => (await silences.ensure(silence)).id, { assume: '' });
    return {};
  },
});

const RULES = `rules:
  - name: quiet
    on: { alert: prod }
    run: host.quiet
    input: { instance: '\${labels.instance}', silent: "\${labels.instance != 'heard'}" }
    success: { resolvedWithin: 15s }
`;

/** A daemon whose runs silence the alerts that they answer, but for that of the instance `heard`. */
export class SilencingSite {
  readonly log: string;
  readonly #engine: Engine;
  readonly #store: TriggerStore;
  readonly #daemon: Daemon;

  private constructor(log: string, engine: Engine, store: TriggerStore, daemon: Daemon) {
    this.log = log;
    this.#engine = engine;
    this.#store = store;
    this.#daemon = daemon;
  }

  /** @param alertmanager its URL */
  static async start(folder: string, alertmanager: string, port: number): Promise<SilencingSite> {
    const rules = join(folder, 'rules.yaml');
    writeFileSync(rules, RULES);
    const config = configOf({
      alertmanager: { own: { url: alertmanager } },
      http: { retries: 0 },
      serve: { port, rules: [rules], alertmanagers: { prod: { auth: { token: TOKEN }, alertmanager: 'own' } } },
    });
    const connect = (context: Parameters<typeof connectServices>[1]) => connectServices(config, context);
    const [ledger, log] = [join(folder, 'ledger.db'), join(folder, 'daemon.log')];
    const common = { runbooks: [quiet], version: '1', connect };
    const engine = openLocalEngine({ path: ledger, ...common });
    const lines = daemonLog(destination({ dest: log, sync: true }));
    const daemon = await serve({ config, engine, ledger, ...common, log: lines });
    return new SilencingSite(log, engine, openTriggerStore({ path: eventLedgerPath(config, ledger) }), daemon);
  }

  /** What Alertmanager has told, as `hv1 firing`. */
  told(): string[] {
    return this.#store.list({ type: 'alert' }).map(({ event }) => `${this.#instanceOf(event.id)} ${event.status}`);
  }

  /** Of those that are known to have come so far, by instance. */
  remediations(...phase: Remediation['phase'][]): Map<string, Remediation> {
    return new Map(this.#store.remediations({ phase }).map((one) => [this.#instanceOf(one.event), one]));
  }

  async story({ run }: Remediation): Promise<string> {
    return storyText(await explain({ store: this.#store, runs: engineRuns(this.#engine, systemClock) }, run));
  }

  async stop(): Promise<void> {
    await this.#daemon.stop();
    await this.#engine.close();
    await this.#store.close();
  }

  #instanceOf(event: string): string {
    const { instance = '' } = this.#store.get(event)?.event.payload['labels'] as Record<string, string>;
    return instance;
  }
}
