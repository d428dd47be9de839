import { VirtualClock } from '@opsbook/context';
import { type MailSimulatorOptions, startMailServer } from '../testing/index.ts';
import type { ContractTarget } from './contract-target.ts';
import { emailContract } from './email-contract.ts';

async function simulator(): Promise<ContractTarget> {
  const clock = new VirtualClock();
  const username = 'ops@example.test';
  const password = 'correct-horse-battery';
  const start = async (options: MailSimulatorOptions) => {
    const sim = await startMailServer({ clock, ...options });
    sim.fault.always('RCPT', { reply: '550 5.1.1 No such user here' }, { address: 'reject@example.test' });
    sim.fault.always('RCPT', { reply: '451 4.2.0 Try again later' }, { address: 'defer@example.test' });
    return sim;
  };
  const users = { [username]: password };
  const open = await start({});
  const submission = await start({ users });
  const implicit = await start({ users, security: 'tls' });
  const all = [open, submission, implicit];
  return {
    name: 'the simulator',
    open,
    submission,
    implicit,
    ca: open.ca,
    username,
    password,
    clock,
    run: '1',
    read: async (messageId) =>
      all
        .flatMap(({ mails }) => mails)
        .filter(({ parsed }) => parsed.messageId === messageId)
        .flatMap(({ from, to, parsed }) => to.map((address) => ({ for: address, from, parsed }))),
    close: async () => {
      for (const sim of all) await sim.stop();
    },
  };
}

emailContract(simulator);
