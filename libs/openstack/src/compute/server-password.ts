import { Secret } from '@opsbook/context';
import type { Accepted } from './nova.ts';

/** An accepted action that gave the guest a password; without one where the cloud hands none out. */
export interface WithPassword extends Accepted {
  adminPassword?: Secret;
}

/** How a guest's password goes to nova and comes back. */
export const passwordOf = {
  /** It stays wrapped until it is sent. */
  sent: (password: Secret | undefined): { adminPass?: Secret } =>
    password === undefined ? {} : { adminPass: password },

  answered: ({ requestId, body }: Accepted & { body: unknown }): WithPassword => {
    const { adminPass } = (body ?? {}) as { adminPass?: string };
    return { requestId, ...(adminPass !== undefined && { adminPassword: new Secret(adminPass) }) };
  },
};
