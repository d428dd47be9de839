import { readFileSync } from 'node:fs';
import { jest, test } from '@jest/globals';
import { systemClock } from '@opsbook/context';
import type { ContractTarget } from './contract-target.ts';
import { emailContract } from './email-contract.ts';
import { openMailbox } from './mailbox.ts';

const { env } = process;
const {
  OPSBOOK_CONTRACT_EMAIL_HOST: host,
  OPSBOOK_CONTRACT_EMAIL_CA: caFile,
  OPSBOOK_CONTRACT_EMAIL_USER: username,
  OPSBOOK_CONTRACT_EMAIL_PASSWORD: password,
} = env;
const portOf = (name: string, fallback: number) => Number(env[`OPSBOOK_CONTRACT_EMAIL_${name}_PORT`] ?? fallback);

if (host === undefined || caFile === undefined || username === undefined || password === undefined) {
  const why = 'OPSBOOK_CONTRACT_EMAIL_HOST, _CA, _USER and _PASSWORD name no mail server';
  process.stdout.write(`The contract suite was skipped: ${why}.\n`);
  test.skip(`skipped: ${why}`, () => undefined);
} else {
  jest.setTimeout(120_000);
  const prepare = async (): Promise<ContractTarget> => {
    const ca = readFileSync(caFile, 'utf8');
    const clock = systemClock;
    const login = { host, ca, username, password, clock };
    const mailbox = await openMailbox({ ...login, port: portOf('IMAPS', 2993) });
    return {
      ...login,
      ...mailbox,
      name: `the mail server at ${host}`,
      open: { host, port: portOf('OPEN', 2525) },
      submission: { host, port: portOf('SUBMISSION', 2587) },
      implicit: { host, port: portOf('IMPLICIT', 2465) },
      run: String(Date.now()),
    };
  };
  emailContract(prepare);
}
