import { defaultContext } from '@opsbook/context';
import { HttpClient } from '@opsbook/http';
import { Api } from './api.ts';
import { JiraClient } from './client.ts';
import { LoginGate } from './login-gate.ts';
import { type JiraOptions, authorization, checkOptions } from './options.ts';

/** Cloud's trace id; Data Center's request id; a proxy's. */
const REQUEST_IDS = ['atl-traceid', 'x-arequestid', 'x-request-id'];

/**
 * A client of one Jira. Nothing is sent before its first request.
 * @throws JIRA_CONFIG, listing every fault of the options
 */
export function jira(options: JiraOptions): JiraClient {
  checkOptions(options);
  const { url, deployment, auth, tls, context = defaultContext, http = {} } = options;
  const transport = new HttpClient({
    ...http,
    context,
    headers: { authorization: authorization(auth) },
    requestIdHeaders: REQUEST_IDS,
    sendRequestId: false,
    ...(tls !== undefined && { tls }),
  });
  // A bearer token is no login that is counted.
  const gate = 'token' in auth ? undefined : new LoginGate();
  return new JiraClient(new Api({ deployment, url, http: transport, clock: context.clock, gate }), context);
}
