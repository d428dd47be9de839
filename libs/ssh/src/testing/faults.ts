/** What can go wrong once, when the client comes to it. */
export type SshFault =
  /** The next connection is accepted and never answered. */
  | 'silent'
  /** The next connection is closed at once, as sshd does with too many logins under way. */
  | 'drop'
  /** The next connection meets another host key. */
  | 'other-host-key'
  /** The next attempt to log in is refused, whatever it brings. */
  | 'refuse-auth'
  /** The next session is refused. */
  | 'refuse-session'
  /** The connection is cut right after the next command has begun. */
  | 'cut'
  /** From the next command on the connection stands, and nothing is answered. */
  | 'freeze';

/** Faults to order. */
export class Faults {
  readonly #due: SshFault[] = [];

  /** @param times how often */
  next(fault: SshFault, times = 1): void {
    for (let count = 0; count < times; count += 1) this.#due.push(fault);
  }

  /** Whether it was due; it is over then. */
  take(fault: SshFault): boolean {
    const at = this.#due.indexOf(fault);
    if (at >= 0) this.#due.splice(at, 1);
    return at >= 0;
  }
}
