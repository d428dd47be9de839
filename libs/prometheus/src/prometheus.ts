import { defaultContext } from '@opsbook/context';
import { HttpClient, authorization } from '@opsbook/http';
import { PrometheusClient } from './client.ts';
import { type PrometheusOptions, checkOptions } from './options.ts';

/**
 * A client of one Prometheus, or of what speaks its API (Thanos, Mimir, VictoriaMetrics). Nothing is sent before its first
 * request.
 * @throws PROMETHEUS_CONFIG, listing every fault of the options
 */
export function prometheus(options: PrometheusOptions): PrometheusClient {
  checkOptions(options);
  const { url, auth, tls, context = defaultContext, http } = options;
  const transport = new HttpClient({
    ...http,
    baseUrl: url.replace(/\/+$/, ''),
    context,
    headers: auth === undefined ? {} : { authorization: authorization(auth) },
    requestIdHeaders: ['x-request-id'],
    sendRequestId: false,
    ...(tls !== undefined && { tls }),
  });
  return new PrometheusClient(transport);
}
