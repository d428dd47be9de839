import {
  type AlertmanagerSimulator,
  type AlertmanagerSimulatorOptions,
  startAlertmanager,
} from '@opsbook/alertmanager/testing';
import { VirtualClock } from '@opsbook/context';
import { type MailSimulator, type MailSimulatorOptions, startMailServer } from '@opsbook/email/testing';
import { type IcingaSimulator, startIcinga } from '@opsbook/icinga/testing';
import { type JiraSimulator, type JiraSimulatorOptions, startJira } from '@opsbook/jira/testing';
import { type PrometheusSimulator, startPrometheus } from '@opsbook/prometheus/testing';
import type { ConfigInput } from '@opsbook/services';
import { type WebhookSimulator, startWebhook } from '@opsbook/services/testing';
import { type SshSimulator, type SshSimulatorOptions, startSsh } from '@opsbook/ssh/testing';
import { testCloud } from './cloud.test-support.ts';

/** Which services the site has beside its cloud; each may be told how to be. */
export interface SiteOptions {
  alertmanager?: true | Omit<AlertmanagerSimulatorOptions, 'clock'>;
  prometheus?: true;
  /** Without any host: the test adds those that it needs. */
  icinga?: true;
  jira?: true | Omit<JiraSimulatorOptions, 'clock'>;
  email?: true | Omit<MailSimulatorOptions, 'clock'>;
  /** The hosts that are reached; `true`: the cloud's hypervisors, hv1 to hv4. */
  ssh?: true | readonly string[] | Readonly<Record<string, Omit<SshSimulatorOptions, 'clock'>>>;
  /** Their names; `true`: one, `chat`. */
  webhooks?: true | readonly string[];
  /** As for {@link testCloud}. Entries of the simulators are called `default`. */
  config?: ConfigInput;
}

/** Every simulator of a site; of those that it does not have there is nothing. */
interface Simulators {
  alertmanager: AlertmanagerSimulator;
  prometheus: PrometheusSimulator;
  icinga: IcingaSimulator;
  jira: JiraSimulator;
  email: MailSimulator;
  /** By the name of the host. */
  ssh: Readonly<Record<string, SshSimulator>>;
  /** By name. */
  webhooks: Readonly<Record<string, WebhookSimulator>>;
}

/** A simulated cloud with the other services of a site, all on one clock that costs no time. */
export async function testSite<const O extends SiteOptions>(options: O) {
  const clock = new VirtualClock();
  const { alertmanager, prometheus, icinga, jira, email, ssh, webhooks, config } = options as SiteOptions;
  const own = <T>(given: true | T) => (given === true ? {} : given);
  const others = {
    ...(alertmanager && { alertmanager: await startAlertmanager({ ...own(alertmanager), clock }) }),
    ...(prometheus && { prometheus: await startPrometheus({ clock }) }),
    ...(icinga && { icinga: await startIcinga({ clock }) }),
    ...(jira && { jira: await startJira({ ...own(jira), clock }) }),
    ...(email && { email: await startMailServer({ ...own(email), clock }) }),
    ...(ssh && { ssh: await startEach(hostsOf(ssh), (host) => startSsh({ hostname: 'simulated', ...host, clock })) }),
    ...(webhooks && {
      webhooks: await startEach(hostsOf(webhooks === true ? ['chat'] : webhooks), () => startWebhook({ clock })),
    }),
  };
  const cloud = await testCloud(config, clock, others);
  return {
    ...cloud,
    ...(others as Pick<Simulators, keyof Simulators & keyof O>),
    /** Stops the cloud and every simulator. */
    stop: async () => {
      const { ssh: hosts = {}, webhooks: hooks = {}, ...rest } = others;
      const all = [cloud.sim, ...Object.values(hosts), ...Object.values(hooks), ...Object.values(rest)];
      for (const one of all) await one.stop();
    },
  };
}

type Named<T> = Readonly<Record<string, T>>;

function hostsOf<T extends object>(given: true | readonly string[] | Named<T>): Named<Partial<T>> {
  if (given !== true && !isList(given)) return given;
  const names = given === true ? ['hv1', 'hv2', 'hv3', 'hv4'] : given;
  return Object.fromEntries(names.map((name) => [name, {}]));
}

const isList = (given: object): given is readonly string[] => Array.isArray(given);

async function startEach<T, S>(given: Named<T>, start: (options: T) => Promise<S>): Promise<Named<S>> {
  const started: Record<string, S> = {};
  for (const [name, options] of Object.entries(given)) started[name] = await start(options);
  return started;
}
