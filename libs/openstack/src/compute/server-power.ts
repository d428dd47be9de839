import { segment } from '../core/segment.ts';
import type { Operation, ServiceClient } from '../core/service-client.ts';
import type { Accepted } from './nova.ts';

/**
 * What switches a server. An action resolves when nova has accepted it; a state that does not allow it is
 * OPENSTACK_CONFLICT with nova's own words ("Cannot 'start' instance ... while it is in vm_state active").
 */
export abstract class ServerPower {
  protected readonly nova: ServiceClient;

  constructor(nova: ServiceClient) {
    this.nova = nova;
  }

  async start(id: string): Promise<Accepted> {
    return this.act(id, { 'os-start': null }, 'start');
  }

  async stop(id: string): Promise<Accepted> {
    return this.act(id, { 'os-stop': null }, 'stop');
  }

  /** `SOFT` asks the guest, and is for ACTIVE servers; `HARD` is the reset button, and gets others out of ERROR too. */
  async reboot(id: string, { type }: { type: 'SOFT' | 'HARD' }): Promise<Accepted> {
    return this.act(id, { reboot: { type } }, `reboot (${type})`);
  }

  /** Keeps it in memory, without processor time. */
  async pause(id: string): Promise<Accepted> {
    return this.act(id, { pause: null }, 'pause');
  }

  async unpause(id: string): Promise<Accepted> {
    return this.act(id, { unpause: null }, 'unpause');
  }

  /** Keeps its memory on the host's disk. */
  async suspend(id: string): Promise<Accepted> {
    return this.act(id, { suspend: null }, 'suspend');
  }

  async resume(id: string): Promise<Accepted> {
    return this.act(id, { resume: null }, 'resume');
  }

  /** Keeps its project from changing it; admins still may. */
  async lock(id: string, { reason }: { reason?: string } = {}): Promise<Accepted> {
    if (reason === undefined) return this.act(id, { lock: null }, 'lock');
    return this.act(id, { lock: { locked_reason: reason } }, 'lock', '2.73');
  }

  async unlock(id: string): Promise<Accepted> {
    return this.act(id, { unlock: null }, 'unlock');
  }

  /** Overwrites what nova believes; the guest is not touched. */
  async resetState(id: string, state: 'active' | 'error'): Promise<Accepted> {
    return this.act(id, { 'os-resetState': { state } }, `reset the state (${state}) of`);
  }

  protected async act(id: string, body: object, verb: string, since?: string): Promise<Accepted> {
    const { requestId } = await this.answered(id, body, verb, { ...(since !== undefined && { since }) });
    return { requestId };
  }

  /** The same, where the answer tells something. */
  protected async answered(
    id: string,
    body: object,
    verb: string,
    more: Pick<Operation, 'since' | 'key' | 'effect'> = {},
  ): Promise<Accepted & { body: unknown }> {
    const answer = await this.nova.request<unknown>({
      method: 'POST',
      path: `/servers/${segment(id)}/action`,
      body,
      label: `${verb} server ${id}`,
      ...more,
    });
    return { requestId: answer.requestId, body: answer.body };
  }
}
