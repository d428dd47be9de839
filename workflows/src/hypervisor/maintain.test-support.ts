import type { AlertmanagerSimulator } from '@opsbook/alertmanager/testing';
import { sleep } from '@opsbook/context';
import type { RunRecord } from '@opsbook/runbook';
import type { ConfigInput } from '@opsbook/services';
import type { SshSimulator } from '@opsbook/ssh/testing';
import { ann } from '../cloud.test-support.ts';
import { testSite } from '../site.test-support.ts';
import type { MaintainReport } from './maintain-report.ts';

/** What a simulated hypervisor does when it is told to patch and to reboot. */
export interface Play {
  /** Exit status of the command that patches. */
  patch: number;
  /** What a reboot does: it comes back, comes back as the same boot, or stays away. */
  reboot: 'back' | 'same boot' | 'never';
  patched: boolean;
  boot: number;
  /** Milliseconds since the epoch. */
  bootedAt: number;
  /** When it was told to: milliseconds since the epoch. */
  told: { what: 'patch' | 'reboot'; at: number }[];
  /** Brings it back after a reboot. */
  back?: () => void;
}

type Site = Awaited<ReturnType<typeof testSite>>;

export const maintenance: NonNullable<ConfigInput['maintenance']> = {
  patch: ['patch'],
  patched: ['is-patched'],
  bootId: ['boot-id'],
  uptime: ['up-for'],
  rebootTimeout: 300,
  ticket: { project: 'OPS' },
};

/** A site whose hv1 can be maintained: Alertmanager, Icinga, Jira, a mail server, and hosts that patch and reboot. */
export async function maintenanceSite(config: ConfigInput = {}) {
  const site = await testSite({
    alertmanager: true,
    icinga: true,
    jira: true,
    email: true,
    ssh: ['hv1', 'hv2'],
    config: {
      clouds: { test: { icinga: 'default' } },
      maintenance,
      testServers: { image: 'cirros', network: 'private', flavors: 'm1.tiny' },
      ...config,
      ssh: {
        readOnly: [{ argv: ['is-patched'] }, { argv: ['boot-id'] }, { argv: ['up-for'] }],
        allow: { commands: [{ argv: ['patch'] }, { argv: ['reboot'] }] },
      },
    },
  });
  for (const name of ['hv1', 'hv2']) {
    site.icinga.addHost(name);
    site.icinga.addService(name, 'ssh');
  }
  const [hv1Ssh, hv2Ssh] = [site.ssh['hv1'], site.ssh['hv2']] as [SshSimulator, SshSimulator];
  const hv1 = playHost(site, hv1Ssh, 'hv1');
  playHost(site, hv2Ssh, 'hv2');
  /** Starts the runbook; `prepare` is told its id before it begins. */
  const run = async (input: object = {}, prepare: (id: string) => void = () => undefined) => {
    const engine = site.engine();
    const whole = { cloud: 'test', hypervisor: 'hv1', reason: 'new kernel', ...input };
    const { id } = await engine.start({ runbook: 'hypervisor.maintain', input: whole, requestedBy: ann });
    prepare(id);
    const record = await (await engine.execute(id)).ended;
    await engine.close();
    return { run: record, report: reportOf(record) };
  };
  /** What the services themselves hold, as a report has to have it. */
  const world = () => ({
    service: {
      status: site.service('hv1')?.disabled === true ? 'disabled' : 'enabled',
      disabledReason: site.service('hv1')?.disabledReason ?? null,
    },
    silences: silencesOf(site).sort(),
    downtimes: site.icinga.downtimes.filter(({ service }) => service === '').map(({ name }) => name),
    servers: site.sim.state.servers
      .filter(({ host }) => host === 'hv1')
      .map(({ name }) => name)
      .sort(),
    testServers: site.sim.state.servers
      .filter(({ name, terminatedAt }) => name.startsWith('opsbook-test') && terminatedAt === null)
      .map(({ name }) => name),
  });
  return { ...site, hv1, hv1Ssh, maintain: run, world };
}

export type MaintenanceSite = Awaited<ReturnType<typeof maintenanceSite>>;

const silencesOf = ({ alertmanager, clock }: Pick<Site, 'clock'> & { alertmanager: AlertmanagerSimulator }): string[] =>
  alertmanager.silences.filter(({ endsAt }) => endsAt.at > clock.now()).map(({ id }) => id);

/** The same of a report. */
export const claimed = ({ state }: MaintainReport) => ({
  service: state.service && { status: state.service.status, disabledReason: state.service.disabledReason },
  silences: (state.silences ?? []).map(({ id }) => id).sort(),
  downtimes: (state.downtimes ?? []).map(({ name }) => name),
  servers: (state.servers ?? []).map(({ name }) => name).sort(),
  testServers: (state.testServers ?? []).map(({ name }) => name),
});

/** Its report, of a run that failed too. */
const reportOf = ({ output, error }: RunRecord): MaintainReport => (output ?? error?.details) as MaintainReport;

/** The commands of a hypervisor. */
export function playHost({ clock, sim }: Pick<Site, 'clock' | 'sim'>, host: SshSimulator, name: string): Play {
  const play: Play = {
    patch: 0,
    reboot: 'back',
    patched: false,
    boot: 1,
    bootedAt: clock.now() - 86_400_000,
    told: [],
  };
  let away = false;
  host.on(['is-patched'], () => ({ code: play.patched ? 0 : 1 }));
  host.on(['patch'], () => {
    play.told.push({ what: 'patch', at: clock.now() });
    play.patched = play.patch === 0;
    return { code: play.patch, stdout: 'Upgraded: kernel\n', stderr: play.patched ? '' : 'no space left', delay: 60 };
  });
  // Nobody answers until it has booted.
  host.on(['boot-id'], () => (away ? { delay: Infinity } : { stdout: `${name}-boot-${play.boot}\n` }));
  host.on(['up-for'], () => ({ stdout: `${(clock.now() - play.bootedAt) / 1000} 1.00\n` }));
  host.on(['reboot'], () => {
    play.told.push({ what: 'reboot', at: clock.now() });
    if (play.reboot === 'same boot') return {};
    sim.killHost(name);
    away = true;
    play.back = () => {
      away = false;
      play.boot += 1;
      play.bootedAt = clock.now();
      sim.setComputeUp(name);
    };
    if (play.reboot === 'back') void sleep(clock, 120_000).then(play.back);
    return {};
  });
  return play;
}
