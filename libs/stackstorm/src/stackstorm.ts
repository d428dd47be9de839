import { defaultContext } from '@opsbook/context';
import { HttpClient } from '@opsbook/http';
import { Api } from './api.ts';
import { StackStormClient } from './client.ts';
import { Credentials } from './credentials.ts';
import { type StackStormOptions, addressesOf } from './options.ts';

/**
 * A client of one StackStorm. Nothing is sent before its first request.
 * @throws STACKSTORM_CONFIG, listing every fault of the options
 */
export function stackstorm(options: StackStormOptions): StackStormClient {
  const addresses = addressesOf(options);
  const { auth, pageSize = 100, tls, context = defaultContext, http: settings } = options;
  const { clock } = context;
  const http = new HttpClient({ ...settings, context, sendRequestId: false, ...(tls && { tls }) });
  const credentials = new Credentials({ auth, authUrl: addresses.auth, http, clock });
  return new StackStormClient(new Api({ addresses, credentials, http, clock, pageSize }));
}
