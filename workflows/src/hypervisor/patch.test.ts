import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import type { SshSimulator } from '@opsbook/ssh/testing';
import { type MaintenanceSite, maintenance, maintenanceSite } from './maintain.test-support.ts';
import { patchHypervisor } from './patch.ts';
import { rebootHypervisor } from './reboot.ts';
import { verifyHypervisorEmpty } from './verify-empty.ts';

type Reply = Exclude<Parameters<SshSimulator['on']>[1], (...given: never) => unknown>;

const input = { cloud: 'test', hypervisor: 'hv1' };

let site: MaintenanceSite;
beforeEach(async () => {
  site = await maintenanceSite();
  outOfService(site);
});
afterEach(() => site.stop());

const outOfService = (one: MaintenanceSite) =>
  Object.assign(one.service('hv1') ?? {}, { disabled: true, disabledReason: 'opsbook: new kernel (run a-1)' });
const commands = (one = site) =>
  one.hv1Ssh.runs.map(({ argv }) => argv[0] ?? '').filter((name) => ['patch', 'reboot'].includes(name));
const crashed = (runbook: typeof patchHypervisor | typeof rebootHypervisor, usual: number) =>
  crashEverywhere({
    runbooks: [runbook],
    input,
    stride: crashStride(usual),
    world: async () => {
      const own = await maintenanceSite();
      outOfService(own);
      const state = () => ({ patched: own.hv1.patched, boot: own.hv1.boot });
      const effects = () => commands(own);
      return { clock: own.clock, connect: own.connect, state, effects, close: () => own.stop() };
    },
  });

describe('patching', () => {
  it('runs the command, and a second time finds nothing to do', async () => {
    expect(await site.run(patchHypervisor, input)).toMatchObject({ status: 'done', changed: true });
    expect(await site.run(patchHypervisor, input)).toMatchObject({ status: 'done', changed: false });
    expect(commands()).toEqual(['patch']);
  });

  it('is planned without running it', async () => {
    expect(await site.plan(patchHypervisor, input)).toMatchObject({ changes: 1 });
    expect(commands()).toEqual([]);
  });

  it('fails with what the command wrote', async () => {
    site.hv1.patch = 1;
    const run = await site.run(patchHypervisor, input);
    expect(run).toMatchObject({ status: 'failed', error: { message: 'patch on hv1 exited with 1: no space left' } });
  });

  it('does not trust a look that fails itself', async () => {
    site.hv1Ssh.on(['is-patched'], { code: 127, stderr: 'no such command' });
    expect((await site.run(patchHypervisor, input)).error?.message).toMatch(
      /is-patched on hv1 exited with 127: no such/,
    );
    expect(commands()).toEqual([]);
  });

  it('ends the same however its process dies', async () => {
    const result = await crashed(patchHypervisor, 8);
    expect(result.undisturbed).toMatchObject({ status: 'done', effects: ['patch'] });
    expect(result.different).toEqual([]);
  });
});

describe('patching where nothing tells what is patched', () => {
  const { patched: _, ...blind } = maintenance;
  beforeEach(async () => {
    await site.stop();
    site = await maintenanceSite({ maintenance: blind });
    outOfService(site);
  });

  it('runs the command once, and keeps the end of what it wrote', async () => {
    const run = await site.run(patchHypervisor, input);
    expect(run).toMatchObject({ status: 'done', output: { output: 'Upgraded: kernel\n' } });
  });

  it('asks a person where the connection was lost meanwhile, and does not repeat it', async () => {
    const engine = site.engine();
    const { id } = await engine.start({
      runbook: 'hypervisor.patch',
      input,
      requestedBy: { user: 'ann', surface: 'test' },
    });
    site.hv1Ssh.on(['patch'], () => {
      site.hv1Ssh.fault.next('cut');
      return { delay: 60 };
    });
    site.hv1Ssh.fault.next('cut', 3);
    const { ended } = await engine.execute(id);
    const asked = async () => (await engine.questions(id)).at(0);
    for (let turn = 0; turn < 500 && (await asked()) === undefined; turn += 1)
      await new Promise((resolve) => setImmediate(resolve));
    expect(await asked()).toMatchObject({ purpose: 'outcome' });
    await engine.cancel(id, { user: 'ann', surface: 'test' }, 'enough');
    expect((await ended).status).toBe('cancelled');
    await engine.close();
  });
});

describe('rebooting', () => {
  it('waits until it is another boot and nova has heard of it since', async () => {
    const began = site.clock.now();
    const run = await site.run(rebootHypervisor, input);
    expect(run).toMatchObject({ status: 'done', output: { before: 'hv1-boot-1', bootId: 'hv1-boot-2' } });
    expect(Date.parse((run.output as { bootedAt: string }).bootedAt)).toBeGreaterThan(began + 100_000);
    expect(site.service('hv1')?.disabled).toBe(true);
  });

  it('is planned without rebooting', async () => {
    expect(await site.plan(rebootHypervisor, input)).toMatchObject({ changes: 1 });
    expect(site.hv1.boot).toBe(1);
  });

  const comesBack = () => {
    site.hv1.boot += 1;
    site.hv1.bootedAt = site.clock.now();
  };

  it('does not take the signal by which the reboot ends its own command for a failure', async () => {
    site.hv1Ssh.on(['reboot'], () => {
      comesBack();
      return { signal: 'SIGTERM' };
    });
    expect(await site.run(rebootHypervisor, input)).toMatchObject({ status: 'done' });
  });

  it('fails where the command says that it does not reboot', async () => {
    site.hv1Ssh.on(['reboot'], { code: 1, stderr: 'Call to Reboot failed: inhibited' });
    const run = await site.run(rebootHypervisor, input);
    expect(run.error?.message).toBe('reboot on hv1 exited with 1: Call to Reboot failed: inhibited');
  });

  it.each<[string, () => Reply | undefined]>([
    ['lets nobody run a command yet', () => ({ code: 255, stderr: 'System is booting up. See pam_nologin(8)' })],
    ['answers a command with nothing', () => ({ stdout: '' })],
    [
      'lets nobody log in',
      () => {
        // Only who comes anew has to log in.
        site.hv1Ssh.fault.next('cut');
        site.hv1Ssh.fault.next('refuse-auth');
        return undefined;
      },
    ],
    [
      'refuses sessions',
      () => {
        site.hv1Ssh.fault.next('refuse-session');
        return undefined;
      },
    ],
  ])('waits for a host that %s', async (_, trouble) => {
    let until = Infinity;
    site.hv1Ssh.on(['boot-id'], () => {
      if (site.clock.now() < until) {
        const reply = until === Infinity ? undefined : trouble();
        if (reply !== undefined) return reply;
      }
      return { stdout: `hv1-boot-${until < site.clock.now() ? 2 : 1}\n` };
    });
    site.hv1Ssh.on(['reboot'], () => {
      comesBack();
      until = site.clock.now() + 60_000;
      return {};
    });
    expect(await site.run(rebootHypervisor, input)).toMatchObject({ status: 'done', output: { bootId: 'hv1-boot-2' } });
  });

  it('says what the host last answered where it never comes back', async () => {
    let told = false;
    site.hv1Ssh.on(['boot-id'], () => (told ? { code: 255, stderr: 'System is booting up' } : { stdout: 'one\n' }));
    site.hv1Ssh.on(['reboot'], () => {
      told = true;
      return {};
    });
    expect((await site.run(rebootHypervisor, input)).error?.message).toBe(
      'hv1 was told to reboot and did not come back: boot-id on hv1 exited with 255: System is booting up ' +
        "('rebooted' was still under way after 300 s)",
    );
  });

  it('does not wait for a host that has another key', async () => {
    site.hv1Ssh.on(['reboot'], () => {
      site.hv1Ssh.fault.next('other-host-key', 99);
      site.hv1Ssh.fault.next('cut');
      return {};
    });
    const began = site.clock.now();
    expect((await site.run(rebootHypervisor, input)).error).toMatchObject({ code: 'SSH_HOST_KEY_CHANGED' });
    expect(site.clock.now() - began).toBeLessThan(60_000);
  });

  it('says that nova has not heard of a host that has booted', async () => {
    site.hv1Ssh.on(['reboot'], () => {
      comesBack();
      // Nova goes on believing the last heartbeat for a minute.
      site.sim.killHost('hv1');
      return {};
    });
    expect((await site.run(rebootHypervisor, input)).error?.message).toBe(
      'hv1 has booted, and its compute service was not heard of in the 300 s after that',
    );
  });

  it('does not believe another boot id beside an uptime of days', async () => {
    site.hv1Ssh.on(['reboot'], () => {
      site.hv1.boot += 1;
      return {};
    });
    expect((await site.run(rebootHypervisor, input)).error?.message).toMatch(/says that it booted \d+ s before/);
  });

  it('ends the same however its process dies: the boot id tells whether it took place', async () => {
    const result = await crashed(rebootHypervisor, 25);
    expect(result.undisturbed).toMatchObject({ status: 'done', effects: ['reboot'] });
    expect(result.different).toEqual([]);
  });
});

describe('a hypervisor in service', () => {
  beforeEach(() => {
    Object.assign(site.service('hv1') ?? {}, { disabled: false, disabledReason: null });
    site.sim.addServer({ name: 'web', host: 'hv1' });
  });

  it.each([patchHypervisor, rebootHypervisor])('is not touched by $name', async (runbook) => {
    const run = await site.run(runbook, input);
    expect(run.status).toBe('refused');
    expect(run.error?.message).toMatch(/its compute service is enabled, and it has 1 servers \(web\)/);
    expect(commands()).toEqual([]);
  });

  it('is touched when a person forces it and says why', async () => {
    const faults = patchHypervisor.input.safeParse({ ...input, force: true }).error?.issues;
    expect(faults?.map(({ path }) => path.join('.'))).toEqual(['reason']);
    expect((await site.run(patchHypervisor, { ...input, force: true, reason: 'zero day' })).status).toBe('done');
  });

  it('is not empty', async () => {
    const run = await site.run(verifyHypervisorEmpty, input);
    expect(run).toMatchObject({ status: 'failed', error: { message: 'hv1 is not empty: 1 servers (web)' } });
    site.sim.state.servers.splice(0);
    expect(await site.run(verifyHypervisorEmpty, input)).toMatchObject({ status: 'done', output: { empty: true } });
  });
});

it('refuses bad inputs with all of their faults', () => {
  for (const { input: schema } of [patchHypervisor, rebootHypervisor]) {
    const { error } = schema.safeParse({ cloud: '', hypervisor: 'hv1', now: true });
    expect(error?.issues.map(({ path, code }) => `${path.join('.')} ${code}`).sort()).toEqual([
      ' unrecognized_keys',
      'cloud too_small',
    ]);
  }
});
