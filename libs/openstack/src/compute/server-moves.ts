import type { Secret } from '@opsbook/context';
import type { Accepted } from './nova.ts';
import { ServerPower } from './server-power.ts';
import { type WithPassword, passwordOf } from './server-password.ts';

/** What puts a server elsewhere, or gives it another size. Where it is now is told by its `host` alone. */
export abstract class ServerMoves extends ServerPower {
  /**
   * Moves a running server while it runs, to `host` (checked by the scheduler) or the scheduler's choice. A failure
   * leaves it ACTIVE where it was. `blockMigration: 'auto'` lets nova see whether the disks are shared.
   */
  async liveMigrate(
    id: string,
    { host, blockMigration = 'auto' }: { host?: string; blockMigration?: boolean | 'auto' } = {},
  ): Promise<Accepted> {
    const body = { 'os-migrateLive': { host: host ?? null, block_migration: blockMigration } };
    // Before 2.30 a named host was not checked.
    return this.act(id, body, 'live-migrate', '2.30');
  }

  /** Stops it, moves it and starts it again; it then waits in VERIFY_RESIZE for {@link confirmResize} or revert. */
  async migrate(id: string, { host }: { host?: string } = {}): Promise<Accepted> {
    return this.act(id, { migrate: host === undefined ? null : { host } }, 'cold-migrate', '2.56');
  }

  /**
   * Gives it another flavor, as a rule on another host; it then waits in VERIFY_RESIZE for {@link confirmResize} or revert.
   * @throws OPENSTACK_BAD_REQUEST for the flavor that it has; OPENSTACK_QUOTA
   */
  async resize(id: string, { flavorId }: { flavorId: string }): Promise<Accepted> {
    return this.act(id, { resize: { flavorRef: flavorId } }, `resize (to flavor ${flavorId})`);
  }

  /** Ends a cold migration or resize: the copy on the old host is deleted. */
  async confirmResize(id: string): Promise<Accepted> {
    return this.act(id, { confirmResize: null }, 'confirm the resize of');
  }

  /** Takes a cold migration or resize back. */
  async revertResize(id: string): Promise<Accepted> {
    return this.act(id, { revertResize: null }, 'revert the resize of');
  }

  /**
   * Builds it anew elsewhere after its host has died: from its image, or with its disks where they are shared or volumes.
   * Fence the host first. To `host` (checked by the scheduler) or the scheduler's choice.
   * @throws OPENSTACK_CONFLICT while nova sees the host's service as up ("is still in use")
   */
  async evacuate(
    id: string,
    { host, adminPassword }: { host?: string; adminPassword?: Secret } = {},
  ): Promise<WithPassword> {
    const given = { ...(host !== undefined && { host }), ...passwordOf.sent(adminPassword) };
    // Before 2.29 a named host was not checked.
    return passwordOf.answered(await this.answered(id, { evacuate: given }, 'evacuate', { since: '2.29' }));
  }

  /** Makes an image of it and, at once or after the cloud's `shelved_offload_time`, takes it off its host. */
  async shelve(id: string): Promise<Accepted> {
    return this.act(id, { shelve: null }, 'shelve');
  }

  /** Takes a SHELVED server off its host now; admins only. */
  async shelveOffload(id: string): Promise<Accepted> {
    return this.act(id, { shelveOffload: null }, 'offload shelved');
  }

  /** Brings it back. A zone of null unpins it from the one that it was made in; a host is for admins. */
  async unshelve(
    id: string,
    { host, availabilityZone }: { host?: string; availabilityZone?: string | null } = {},
  ): Promise<Accepted> {
    const given = {
      ...(host !== undefined && { host }),
      ...(availabilityZone !== undefined && { availability_zone: availabilityZone }),
    };
    if (Object.keys(given).length === 0) return this.act(id, { unshelve: null }, 'unshelve');
    const since = host === undefined && availabilityZone !== null ? '2.77' : '2.91';
    return this.act(id, { unshelve: given }, 'unshelve', since);
  }
}
