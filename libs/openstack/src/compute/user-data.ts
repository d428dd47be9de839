import { Secret } from '@opsbook/context';

/** User data as nova takes it: base64. It stays wrapped until it is sent. */
export const userDataOf = (userData: Secret): Secret =>
  new Secret(Buffer.from(userData.reveal(), 'utf8').toString('base64'));
