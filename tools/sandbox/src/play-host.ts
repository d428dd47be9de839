import type { OpenStackSimulator } from '@opsbook/openstack/testing';
import type { SshSimulator } from '@opsbook/ssh/testing';

export interface HostPlay {
  /** Seconds that patching takes; default 2: a real machine takes minutes, which is long to watch. */
  patch?: number;
  /** Seconds until it is back after a reboot; default 4. */
  boot?: number;
  /** Exit status of the command that patches; default 0. */
  exit?: number;
  /** It runs what it was patched with. */
  onPatched?: () => void;
}

/** What a hypervisor does when it is told to patch and to reboot. */
export function playHost(cloud: OpenStackSimulator, host: SshSimulator, name: string, play: HostPlay = {}): void {
  const { patch = 2, boot: absence = 4, exit = 0, onPatched } = play;
  let patched = false;
  let away = false;
  let boot = 1;
  let bootedAt = Date.now() - 90 * 86_400_000;
  host.on(['is-patched'], () => ({ code: patched ? 0 : 1 }));
  host.on(['patch-host'], () => {
    patched = exit === 0;
    if (!patched) return { code: exit, stderr: 'no space left on device\n', delay: patch };
    return { stdout: 'Upgraded: linux-image 6.12\n', delay: patch };
  });
  // While it boots nobody answers.
  host.on(['boot-id'], () => ({ stdout: `${name}-boot-${away ? boot + 1 : boot}\n`, delay: away ? absence : 0 }));
  host.on(['up-for'], () => ({ stdout: `${((Date.now() - bootedAt) / 1000).toFixed(2)} 1.00\n` }));
  host.on(['reboot'], () => {
    away = true;
    cloud.setComputeDown(name);
    setTimeout(() => {
      away = false;
      boot += 1;
      bootedAt = Date.now();
      cloud.setComputeUp(name);
      if (patched) onPatched?.();
    }, absence * 1000);
    return {};
  });
}
