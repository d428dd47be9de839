import type { Services } from '@opsbook/services';
import type { SshClient } from '@opsbook/ssh';

export interface HypervisorShell {
  /** Its name for SSH. */
  host: string;
  client: SshClient;
}

/** How a hypervisor is reached over SSH. */
export const sshOf = (services: Services, hypervisor: string): HypervisorShell => ({
  host: services.config.maintenance.sshHost.replaceAll('{hypervisor}', () => hypervisor),
  client: services.ssh(),
});
