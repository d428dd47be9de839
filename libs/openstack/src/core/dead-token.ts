import type { HttpError } from '@opsbook/http';
import { serviceMessage } from './service-message.ts';

/**
 * How an answer says that the token is dead. `refused`: by the service that was asked, which did nothing. `on-the-way`: by one
 * that it called with our token; how far it had come is not known. Undefined: it says no such thing.
 */
export function deadToken({ status, body }: HttpError): 'refused' | 'on-the-way' | undefined {
  if (status === 401) return 'refused';
  return status === 400 && saysDeadOnTheWay(serviceMessage(body)) ? 'on-the-way' : undefined;
}

/**
 * What nova tells an admin, with 400, when neutron refuses the token (nova/network/neutron.py, exception.py). A revoked token
 * meets it as long as nova's own cache still takes it for good: up to `token_cache_time`, 300 s by default.
 */
export const saysDeadOnTheWay = (message: string | undefined): boolean =>
  message?.includes('Networking client is experiencing an unauthorized exception') ?? false;
