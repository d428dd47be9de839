import { type Guard, VirtualClock, unrestricted } from '@opsbook/context';
import type { EmailAccount } from './account.ts';
import { type EmailError, type EmailOptions, email, isEmailError } from './index.ts';
import { type MailSimulatorOptions, startMailServer } from './testing/index.ts';

export const PASSWORD = 'correct-horse-battery';

/** A simulator on a virtual clock, and accounts of it. */
export async function simulatedMail(options: MailSimulatorOptions = {}) {
  const clock = new VirtualClock();
  const sim = await startMailServer({ clock, ...options });
  const accounts: EmailAccount[] = [];
  const account = ({ guard = unrestricted, ...given }: Partial<EmailOptions> & { guard?: Guard } = {}) => {
    const made = email({
      host: sim.host,
      port: sim.port,
      tls: { ca: sim.ca },
      from: 'Ops <ops@example.test>',
      context: { guard, clock },
      ...given,
    });
    accounts.push(made);
    return made;
  };
  const start = clock.now();
  return {
    clock,
    sim,
    account,
    /** Seconds since the beginning. */
    elapsed: () => (clock.now() - start) / 1000,
    stop: async () => {
      for (const one of accounts) one.close();
      await sim.stop();
    },
  };
}

export type SimulatedMailServer = Awaited<ReturnType<typeof simulatedMail>>;

/** The error that it ends with. */
export async function errorOf(work: Promise<unknown>): Promise<EmailError> {
  const answer = await work.catch((error: unknown) => {
    if (isEmailError(error)) return error;
    throw error;
  });
  if (isEmailError(answer)) return answer;
  throw new Error(`it succeeded: ${JSON.stringify(answer)}`);
}

/** A mail to one person. */
export const hello = (to = 'ada@example.test') => ({ to, subject: 'Hello', text: 'Hello' });
