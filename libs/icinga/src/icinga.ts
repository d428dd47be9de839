import { defaultContext } from '@opsbook/context';
import { HttpClient, authorization } from '@opsbook/http';
import { Api } from './api.ts';
import { IcingaClient } from './client.ts';
import { type IcingaOptions, checkOptions } from './options.ts';

/**
 * A client of one Icinga 2. Nothing is sent before its first request.
 * @throws ICINGA_CONFIG, listing every fault of the options
 */
export function icinga(options: IcingaOptions): IcingaClient {
  checkOptions(options);
  const { url, auth, author = 'opsbook', tls, context = defaultContext, http } = options;
  // Without the Accept header Icinga refuses every POST with a page of HTML.
  const headers = { authorization: authorization(auth), accept: 'application/json' };
  const baseUrl = url.replace(/\/+$/, '');
  const transport = new HttpClient({ ...http, baseUrl, context, headers, sendRequestId: false, ...(tls && { tls }) });
  return new IcingaClient(new Api(transport), { author, clock: context.clock });
}
