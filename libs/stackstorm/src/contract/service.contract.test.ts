import { test } from '@jest/globals';
import { stackstorm } from '../index.ts';
import { stackstormContract } from './stackstorm-contract.ts';

const url = process.env['OPSBOOK_CONTRACT_STACKSTORM'];

if (url === undefined || url === '') {
  test.skip('skipped: OPSBOOK_CONTRACT_STACKSTORM names no Stackstorm', () => undefined);
} else {
  stackstormContract(async () => {
    const client = stackstorm({ url });
    return { name: `Stackstorm at ${url}`, client, close: async () => client.close() };
  });
}
