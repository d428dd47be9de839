import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { crashEverywhere, crashStride } from '@opsbook/runbook/testing';
import { type MaintenanceSite, maintenance, maintenanceSite } from './maintain.test-support.ts';
import { patchHypervisor } from './patch.ts';
import { rebootHypervisor } from './reboot.ts';
import { verifyHypervisorEmpty } from './verify-empty.ts';

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
  }, 600_000);
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

  it('survives the connection that the reboot takes with it', async () => {
    site.hv1Ssh.on(['reboot'], () => {
      site.hv1.boot += 1;
      site.hv1.bootedAt = site.clock.now();
      return { signal: 'SIGTERM' };
    });
    const run = await site.run(rebootHypervisor, input);
    expect(run.error?.message ?? run.status).toMatch(/was ended by SIGTERM|done/);
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
  }, 600_000);
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
