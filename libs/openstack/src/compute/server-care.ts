import type { Secret } from '@opsbook/context';
import { segment } from '../core/segment.ts';
import type { Accepted } from './nova.ts';
import { type NovaDiagnostics, type ServerDiagnostics, serverDiagnostics } from './server-diagnostics.ts';
import { ServerMoves } from './server-moves.ts';
import { userDataOf } from './user-data.ts';
import { type WithPassword, passwordOf } from './server-password.ts';

/** What a rebuild may change; what is not given is kept. */
export interface Rebuild {
  name?: string;
  description?: string | null;
  metadata?: Record<string, string>;
  /** null: none any more. */
  keyName?: string | null;
  /** A script for cloud-init; null: none any more. */
  userData?: Secret | null;
  adminPassword?: Secret;
}

/** What mends a server, looks into it or copies it. */
export abstract class ServerCare extends ServerMoves {
  /**
   * Writes an image over its disk, where it is: id, addresses and volumes stay.
   * @throws OPENSTACK_BAD_REQUEST for an image that is not there or needs a larger flavor
   */
  async rebuild(id: string, { imageId, ...changes }: { imageId: string } & Rebuild): Promise<WithPassword> {
    const { name, description, metadata, keyName, userData, adminPassword } = changes;
    const body = {
      imageRef: imageId,
      ...(name !== undefined && { name }),
      ...(description !== undefined && { description }),
      ...(metadata !== undefined && { metadata }),
      ...(keyName !== undefined && { key_name: keyName }),
      ...(userData !== undefined && { user_data: userData && userDataOf(userData) }),
      ...passwordOf.sent(adminPassword),
    };
    const since = userData !== undefined ? '2.57' : keyName !== undefined ? '2.54' : '2.19';
    const answer = await this.answered(id, { rebuild: body }, 'rebuild', { since, key: 'server' });
    return passwordOf.answered({ requestId: answer.requestId, body: (answer.body as { server: object }).server });
  }

  /** Boots it from another image (default: its own) with its disk beside; it is RESCUE then. A volume-backed one from 2.87. */
  async rescue(
    id: string,
    { imageId, adminPassword }: { imageId?: string; adminPassword?: Secret } = {},
  ): Promise<WithPassword> {
    const given = { ...(imageId !== undefined && { rescue_image_ref: imageId }), ...passwordOf.sent(adminPassword) };
    const rescue = Object.keys(given).length === 0 ? null : given;
    return passwordOf.answered(await this.answered(id, { rescue }, 'rescue'));
  }

  async unrescue(id: string): Promise<Accepted> {
    return this.act(id, { unrescue: null }, 'unrescue');
  }

  /** Makes a snapshot; the image is `queued`, then `saving`, then `active`, and the server busy until then. */
  async createImage(
    id: string,
    { name, metadata = {} }: { name: string; metadata?: Record<string, string> },
  ): Promise<Accepted & { imageId: string }> {
    const { requestId, body } = await this.answered(
      id,
      { createImage: { name, metadata } },
      `make image '${name}' of`,
      { key: 'image_id', since: '2.45' },
    );
    return { imageId: (body as { image_id: string }).image_id, requestId };
  }

  /** Sets the password of the guest's administrator, through its agent. */
  async changePassword(id: string, password: Secret): Promise<Accepted> {
    return this.act(id, { changePassword: passwordOf.sent(password) }, 'change the password of');
  }

  /** What the guest has printed on its console: the last `lines`, or all that the host has kept. */
  async consoleLog(id: string, { lines }: { lines?: number } = {}): Promise<string> {
    const body = { 'os-getConsoleOutput': lines === undefined ? {} : { length: lines } };
    const verb = 'read the console of';
    // An action that only looks.
    const answer = await this.answered(id, body, verb, { key: 'output', effect: 'read' });
    return (answer.body as { output: string }).output;
  }

  /**
   * What the hypervisor counts of a running server. Admins only.
   * @throws OPENSTACK_CONFLICT when it does not run
   */
  async diagnostics(id: string): Promise<ServerDiagnostics> {
    const { body } = await this.nova.request<NovaDiagnostics>({
      method: 'GET',
      path: `/servers/${segment(id)}/diagnostics`,
      key: 'state',
      label: `get the diagnostics of server ${id}`,
      since: '2.48',
    });
    return serverDiagnostics(body);
  }
}
