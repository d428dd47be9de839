import { defaultContext } from '@opsbook/context';
import { HttpClient, authorization } from '@opsbook/http';
import { AlertmanagerClient } from './client.ts';
import { Cluster } from './cluster.ts';
import { Instance } from './instance.ts';
import { type AlertmanagerOptions, checkedUrls } from './options.ts';

const RETRIES = 4;

/**
 * A client of one Alertmanager, or of a cluster of them. Nothing is sent before its first request.
 * @throws ALERTMANAGER_CONFIG, listing every fault of the options
 */
export function alertmanager(options: AlertmanagerOptions): AlertmanagerClient {
  const { auth, tls, context = defaultContext, http = {} } = options;
  const urls = checkedUrls(options);
  const { retries = RETRIES, random = Math.random, ...timeouts } = http;
  const headers = auth === undefined ? {} : { authorization: authorization(auth) };
  const instances = urls.map((url) => {
    // Of several, the next one is asked instead of the same one once more.
    const patience = urls.length === 1 ? { retries } : { retries: 0, maxRateLimitWait: 0 };
    const transport = { ...timeouts, ...patience, random, context, headers, sendRequestId: false };
    return new Instance(url, new HttpClient({ ...transport, ...(tls !== undefined && { tls }) }));
  });
  return new AlertmanagerClient(new Cluster(instances, { context, rounds: retries, random }), context.clock);
}
