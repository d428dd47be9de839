import { rename } from '../core/rename.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { WaitOptions } from '../core/watch.ts';
import { NEW_VOLUME, type NewVolume, VOLUME_FILTERS, type VolumeFilter } from './new-volume.ts';
import { type CinderVolume, type Volume, volume } from './volume.ts';
import { type ImageOfVolume, type VolumeUpload, upload } from './volume-upload.ts';
import { WatchedResources } from './watched-resources.ts';

/** How a volume goes: at once with its snapshots (`cascade`), or whatever its status (`force`, admins only). */
export interface VolumeDeletion {
  cascade?: boolean;
  force?: boolean;
}

/** What an admin makes cinder believe of a volume; nothing else is done. */
export interface VolumeStatusReset {
  status?: string;
  attachStatus?: 'attached' | 'detached';
  /** `none`: it does not migrate. */
  migrationStatus?: 'migrating' | 'success' | 'error' | 'none' | 'completing' | 'starting';
}

/**
 * `/volumes`. Actions resolve when cinder has accepted them; `until...` tell what became of it. Attaching and detaching is
 * nova's: `compute.volumeAttachments`.
 */
export class Volumes extends WatchedResources<CinderVolume, Volume, VolumeFilter> {
  constructor(cinder: ServiceClient) {
    const names = { item: 'volume', collection: 'volumes', what: 'volume', listPath: '/volumes/detail' };
    super(cinder, { ...names, filters: VOLUME_FILTERS, read: volume });
  }

  /** It is `creating` first. @throws OPENSTACK_QUOTA; OPENSTACK_NOT_FOUND of type, snapshot or volume; OPENSTACK_CONFLICT */
  async create(wanted: NewVolume): Promise<Volume> {
    return this.post(rename(NEW_VOLUME, wanted), `create volume '${wanted.name ?? ''}'`);
  }

  async update(id: string, changes: { name?: string; description?: string }): Promise<Volume> {
    return this.change(id, rename(NEW_VOLUME, changes));
  }

  /** @throws OPENSTACK_CONFLICT while it is attached, transferred, or has snapshots and `cascade` is not asked for */
  override async delete(id: string, { cascade = false, force = false }: VolumeDeletion = {}): Promise<void> {
    if (force) return this.act(id, { 'os-force_delete': {} }, `force-delete volume ${id}`);
    await this.client.request({
      method: 'DELETE',
      path: this.pathOf(id),
      ...(cascade && { query: { cascade } }),
      label: `delete volume ${id}${cascade ? ' with its snapshots' : ''}`,
    });
  }

  /**
   * The same, and waits until it is gone; one that is gone, or going, already is no error.
   * @throws OPENSTACK_CONFLICT; OPENSTACK_STUCK when its deletion failed; OPENSTACK_TIMEOUT
   */
  async deleteAndWait(id: string, options: VolumeDeletion & WaitOptions<Volume> = {}): Promise<void> {
    await this.untilGone(id, options, () => this.delete(id, options));
  }

  /** Makes it larger; one that is attached since 3.42. @throws OPENSTACK_QUOTA; OPENSTACK_CONFLICT; OPENSTACK_BAD_REQUEST */
  async extend(id: string, { sizeGiB }: { sizeGiB: number }): Promise<void> {
    return this.act(id, { 'os-extend': { new_size: sizeGiB } }, `extend volume ${id} to ${sizeGiB} GiB`);
  }

  async setBootable(id: string, bootable: boolean): Promise<void> {
    return this.act(id, { 'os-set_bootable': { bootable } }, `set volume ${id} ${bootable ? '' : 'not '}bootable`);
  }

  /** @throws OPENSTACK_CONFLICT unless it is available */
  async setReadOnly(id: string, readonly: boolean): Promise<void> {
    const label = `set volume ${id} ${readonly ? 'read-only' : 'writable'}`;
    return this.act(id, { 'os-update_readonly_flag': { readonly } }, label);
  }

  /** Gives it another type. `on-demand` lets it move where its backend does not fit: default `never`. */
  async retype(
    id: string,
    { volumeType, migrationPolicy = 'never' }: { volumeType: string; migrationPolicy?: 'never' | 'on-demand' },
  ): Promise<void> {
    const body = { 'os-retype': { new_type: volumeType, migration_policy: migrationPolicy } };
    return this.act(id, body, `retype volume ${id} to '${volumeType}'`);
  }

  /** Makes an image of it; the volume is `uploading` until that is done. */
  async uploadToImage(id: string, wanted: VolumeUpload): Promise<ImageOfVolume> {
    const { body, key, label, read } = upload(id, wanted);
    return read(await this.act(id, body, label, key));
  }

  /** Admins only. @throws OPENSTACK_BAD_REQUEST for a status that cinder does not have, or `in-use` without an attachment */
  async resetStatus(id: string, { status, attachStatus, migrationStatus }: VolumeStatusReset): Promise<void> {
    const wanted = { status, attach_status: attachStatus, migration_status: migrationStatus };
    const said = Object.values(wanted).filter((one) => one !== undefined);
    return this.act(id, { 'os-reset_status': wanted }, `reset the status of volume ${id} to ${said.join(', ')}`);
  }

  /**
   * Waits until nothing is under way and no server has it: after a creation, a detachment, an extension.
   * @throws OPENSTACK_STUCK in `error`, `error_extending` and the like; OPENSTACK_NOT_FOUND; OPENSTACK_TIMEOUT
   */
  async untilAvailable(id: string, options: WaitOptions<Volume> = {}): Promise<Volume> {
    const reached = ({ status }: Volume) => status === 'available';
    return this.until(id, options, { what: 'available', reached, given: () => undefined });
  }

  /**
   * Waits for the end of an attachment that nova has accepted, or of an extension of an attached volume.
   * @param serverId whose attachment; default any
   * @throws OPENSTACK_STUCK also when it is `available`: nova reserves it before it answers, so the attachment has failed
   */
  async untilInUse(id: string, { serverId, ...options }: WaitOptions<Volume> & { serverId?: string } = {}) {
    return this.until(id, options, {
      what: 'in-use',
      reached: (seen) => seen.status === 'in-use' && (serverId === undefined || has(seen, serverId)),
      given: ({ status }) => (status === 'available' ? 'it is available: its attachment has failed' : undefined),
    });
  }

  /**
   * Waits until a server has it no longer, after a detachment that nova has accepted; others may have it still.
   * @throws OPENSTACK_STUCK when it is `in-use` and the server has it: the detachment has failed; OPENSTACK_TIMEOUT
   */
  async untilDetached(id: string, { serverId, ...options }: WaitOptions<Volume> & { serverId: string }) {
    return this.until(id, options, {
      what: `detached from server ${serverId}`,
      reached: (seen) => seen.status !== 'detaching' && !has(seen, serverId),
      given: ({ status }) => (status === 'in-use' ? 'the server has it still: the detachment has failed' : undefined),
    });
  }
}

const has = ({ attachments }: Volume, serverId: string): boolean =>
  attachments.some((one) => one.serverId === serverId);
