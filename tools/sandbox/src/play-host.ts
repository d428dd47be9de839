import type { OpenStackSimulator } from '@opsbook/openstack/testing';
import type { SshSimulator } from '@opsbook/ssh/testing';

/** Seconds that patching and booting take here: a real machine takes minutes, which is long to watch. */
const PATCH = 2;
const BOOT = 4;

/** What a hypervisor does when it is told to patch and to reboot. */
export function playHost(cloud: OpenStackSimulator, host: SshSimulator, name: string): void {
  let patched = false;
  let away = false;
  let boot = 1;
  let bootedAt = Date.now() - 90 * 86_400_000;
  host.on(['is-patched'], () => ({ code: patched ? 0 : 1 }));
  host.on(['patch-host'], () => {
    patched = true;
    return { stdout: 'Upgraded: linux-image 6.12\n', delay: PATCH };
  });
  // While it boots nobody answers.
  host.on(['boot-id'], () => ({ stdout: `${name}-boot-${away ? boot + 1 : boot}\n`, delay: away ? BOOT : 0 }));
  host.on(['up-for'], () => ({ stdout: `${((Date.now() - bootedAt) / 1000).toFixed(2)} 1.00\n` }));
  host.on(['reboot'], () => {
    away = true;
    cloud.setComputeDown(name);
    setTimeout(() => {
      away = false;
      boot += 1;
      bootedAt = Date.now();
      cloud.setComputeUp(name);
    }, BOOT * 1000);
    return {};
  });
}
