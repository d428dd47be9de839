import { jest, test } from '@jest/globals';
import { systemClock } from '@opsbook/context';
import type { StackStormAuth } from '../options.ts';
import { stackstorm } from '../stackstorm.ts';
import { stackstormContract } from './stackstorm-contract.ts';

const {
  OPSBOOK_CONTRACT_STACKSTORM_URL: url,
  OPSBOOK_CONTRACT_STACKSTORM_API_KEY: apiKey,
  OPSBOOK_CONTRACT_STACKSTORM_INSECURE: insecure,
} = process.env;

if (url === undefined || apiKey === undefined) {
  const why =
    'OPSBOOK_CONTRACT_STACKSTORM_URL and OPSBOOK_CONTRACT_STACKSTORM_API_KEY name no StackStorm and no key of an administrator; ' +
    'it comes as packages for servers and as containers (MongoDB, RabbitMQ and ten services), which this suite does not start';
  process.stdout.write(`The contract suite was skipped: ${why}.\n`);
  test.skip(`skipped: ${why}`, () => undefined);
} else {
  jest.setTimeout(180_000);
  stackstormContract(() => {
    const clientOf = (auth: StackStormAuth) =>
      stackstorm({ url, auth, ...(insecure === '1' && { tls: { insecure: true } }) });
    const client = clientOf({ apiKey });
    const close = () => {
      client.close();
      return Promise.resolve();
    };
    const run = `contract${Date.now()}`;
    return Promise.resolve({ name: `StackStorm at ${url}`, clock: systemClock, client, clientOf, run, close });
  });
}
