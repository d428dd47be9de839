import { it } from '@jest/globals';
import { prometheus } from '../index.ts';
import { prometheusContract } from './prometheus-contract.ts';

const url = process.env['OPSBOOK_CONTRACT_PROMETHEUS_URL'];

if (url === undefined) {
  it.skip('no Prometheus: OPSBOOK_CONTRACT_PROMETHEUS_URL is not set', () => undefined);
} else {
  prometheusContract(async () => {
    const client = prometheus({ url });
    return { name: `Prometheus at ${url}`, client, close: async () => client.close() };
  });
}
