import type { Clock } from '@opsbook/context';
import type { Email } from 'postal-mime';
import type { EmailAccount } from '../account.ts';
import type { EmailOptions } from '../options.ts';

/** One of the server's ports. */
export interface ContractPort {
  host: string;
  port: number;
}

/** A copy of a mail that lies in a mailbox. */
export interface DeliveredMail {
  /** Whom the envelope named. */
  for: string;
  /** The envelope's sender. */
  from: string;
  parsed: Email;
}

/** What the contract is checked against. */
export interface ContractTarget {
  /** `the simulator`, or `Postfix at ...`. */
  name: string;
  /** STARTTLS; a login is not asked for. */
  open: ContractPort;
  /** STARTTLS and a login are required. */
  submission: ContractPort;
  /** TLS from the first byte; a login is required. */
  implicit: ContractPort;
  /** PEM. */
  ca: string;
  username: string;
  password: string;
  clock: Clock;
  /** Tells this run's mails from earlier ones'. */
  run: string;
  /** Waits until so many copies have arrived. */
  read: (messageId: string, copies: number) => Promise<DeliveredMail[]>;
  /** After everything. */
  close: () => Promise<void>;
}

/** What a group of assertions gets: the target is ready when its tests run. */
export type TargetOf = () => ContractTarget;

/** The sender of everything that the contract sends, by which it is removed again. */
export const SENDER = 'contract@sender.example.test';

/** An account of one of the target's ports, with its login and its authority; closed after the test. */
export type AccountOf = (port: ContractPort, options?: Partial<EmailOptions>, login?: 'no login') => EmailAccount;
