/** Seconds. */
export interface Timeouts {
  /** Until the TCP connection stands, with `security: 'tls'` with its handshake; default 10. */
  connect: number;
  /** From then on until the session is ready: greeting, EHLO, STARTTLS; default 30. */
  greeting: number;
  /** For an answer to a command; default 60. */
  command: number;
  /**
   * For the answer to a mail's content; default 600: RFC 5321, 4.5.3.2.6, since giving up early leaves it unknown whether the
   * mail was taken.
   */
  data: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { connect: 10, greeting: 30, command: 60, data: 600 };
