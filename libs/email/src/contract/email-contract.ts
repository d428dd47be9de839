import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { unrestricted } from '@opsbook/context';
import { contractTarget } from '@opsbook/context/testing';
import type { EmailAccount } from '../account.ts';
import { email } from '../index.ts';
import { type AccountOf, type ContractTarget, SENDER } from './contract-target.ts';
import { connectionsContract } from './connections.ts';
import { contentContract } from './content.ts';
import { refusalsContract } from './refusals.ts';

/**
 * What an account says about a mail server and what the server makes of its mails: the same for the simulator and for
 * Postfix, whose mailboxes are read by IMAP.
 */
export function emailContract(prepare: () => Promise<ContractTarget>): void {
  const target = contractTarget<ContractTarget>({ beforeAll, afterEach, afterAll, expect }, prepare);
  let accounts: EmailAccount[] = [];
  afterEach(() => {
    for (const account of accounts) account.close();
    accounts = [];
  });
  const account: AccountOf = ({ host, port }, options = {}, login) => {
    const { ca, username, password, clock, open, implicit } = target();
    const made = email({
      host,
      port,
      security: port === implicit.port ? 'tls' : 'starttls',
      tls: { ca },
      ...(port !== open.port && login === undefined && { auth: { username, password } }),
      from: `Contract <${SENDER}>`,
      context: { guard: unrestricted, clock },
      ...options,
    });
    accounts.push(made);
    return made;
  };
  contentContract(target, account);
  refusalsContract(target, account);
  connectionsContract(target, account);
}
