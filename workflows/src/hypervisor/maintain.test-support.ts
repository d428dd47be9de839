import { sleep } from '@opsbook/context';
import type { RunRecord } from '@opsbook/runbook';
import type { ConfigInput } from '@opsbook/services';
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
}

export const maintenance: NonNullable<ConfigInput['maintenance']> = {
  patch: ['patch'],
  patched: ['is-patched'],
  bootId: ['boot-id'],
  uptime: ['up-for'],
  rebootTimeout: 900,
  ticket: { project: 'OPS' },
};

/** A site whose hv1 can be maintained: Alertmanager, Icinga, Jira, and hosts that patch and reboot. */
export async function maintenanceSite(config: ConfigInput = {}) {
  const site = await testSite({
    alertmanager: true,
    icinga: true,
    jira: true,
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
  const plays: Record<string, Play> = {};
  for (const name of ['hv1', 'hv2']) {
    site.icinga.addHost(name);
    site.icinga.addService(name, 'ssh');
    plays[name] = playHost(site, name);
  }
  const hv1 = plays['hv1'] as Play;
  const ssh = site.ssh['hv1'] as (typeof site.ssh)[string];
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
  return { ...site, hv1, hv1Ssh: ssh, maintain: run };
}

export type MaintenanceSite = Awaited<ReturnType<typeof maintenanceSite>>;

/** Its report, of a run that failed too. */
const reportOf = ({ output, error }: RunRecord): MaintainReport => (output ?? error?.details) as MaintainReport;

function playHost(
  site: Pick<Awaited<ReturnType<typeof testSite>>, 'clock' | 'sim'> & { ssh: object },
  name: string,
): Play {
  const { clock, sim } = site;
  const host = (site.ssh as Record<string, import('@opsbook/ssh/testing').SshSimulator>)[name];
  const play: Play = { patch: 0, reboot: 'back', patched: false, boot: 1, bootedAt: clock.now() - 86_400_000 };
  host?.on(['is-patched'], () => ({ code: play.patched ? 0 : 1 }));
  host?.on(['patch'], () => {
    play.patched = play.patch === 0;
    return {
      code: play.patch,
      stdout: 'Upgraded: kernel\n',
      stderr: play.patch === 0 ? '' : 'no space left',
      delay: 60,
    };
  });
  host?.on(['boot-id'], () => ({ stdout: `${name}-boot-${play.boot}\n` }));
  host?.on(['up-for'], () => ({ stdout: `${(clock.now() - play.bootedAt) / 1000} 1.00\n` }));
  host?.on(['reboot'], () => {
    if (play.reboot === 'same boot') return {};
    sim.killHost(name);
    // Nobody answers until it has booted.
    const down = (host.on(['boot-id'], { code: null as never, delay: Infinity }), true);
    if (play.reboot === 'never' || !down) return {};
    void sleep(clock, 120_000).then(() => {
      play.boot += 1;
      play.bootedAt = clock.now();
      host.on(['boot-id'], () => ({ stdout: `${name}-boot-${play.boot}\n` }));
      sim.setComputeUp(name);
    });
    return {};
  });
  return play;
}
