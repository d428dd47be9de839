import type { Email } from 'postal-mime';

/** A mail that the simulator accepted. */
export interface SimulatedMail {
  /** What the client was told: `Ok: queued as ...`. */
  queueId: string;
  /** When it was accepted: UTC ISO 8601, by the simulator's clock. */
  at: string;
  /** Of the envelope. */
  from: string;
  /** Of the envelope: those who get it, blind copies too. */
  to: string[];
  /** As it was received. */
  raw: Buffer;
  /** Taken apart by postal-mime: headers, text, html, attachments. */
  parsed: Email;
  /** Which of `sessions` it came through. */
  session: number;
}

/** A connection, since the simulator was made. */
export interface SimulatedSession {
  tls: boolean;
  /** Who logged in. */
  user?: string;
  /** Mails accepted through it. */
  mails: number;
  open: boolean;
}
