/** Where in a session something goes wrong: at the greeting, the login, the sender, a recipient, the mail's content. */
export type SmtpStage = 'CONNECT' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA';

export type SmtpFault =
  /** Answered so: `450 4.2.0 Greylisted`. 421 ends the session too. */
  | { reply: string }
  /** Never answered. At DATA the mail is kept. */
  | { hang: true }
  /** Seconds on the simulator's clock, then the normal answer. */
  | { delay: number }
  /** The connection is destroyed: `before` anything took effect, at DATA in the midst of the content; `after`: the mail is kept. */
  | { cut: 'before' | 'after' };

export interface SmtpFaultOptions {
  /** Lets that many pass first; default 0. */
  after?: number;
  /** Only for this recipient (RCPT) or sender (MAIL). */
  address?: string;
}

interface Order {
  stage: SmtpStage;
  fault: SmtpFault;
  address: string | undefined;
  skip: number;
  left: number;
}

/** Orders what shall go wrong. When several orders fit, the oldest is served. */
export class SmtpFaults {
  #orders: Order[] = [];

  /** For the next that fits, or the next `times`. */
  next(
    stage: SmtpStage,
    fault: SmtpFault,
    { times = 1, ...options }: SmtpFaultOptions & { times?: number } = {},
  ): void {
    this.#orders.push(orderOf(stage, fault, options, times));
  }

  /** For every one that fits, until the returned function is called. */
  always(stage: SmtpStage, fault: SmtpFault, options: SmtpFaultOptions = {}): () => void {
    const order = orderOf(stage, fault, options, Infinity);
    this.#orders.push(order);
    return () => {
      this.#orders = this.#orders.filter((one) => one !== order);
    };
  }

  clear(): void {
    this.#orders = [];
  }

  /** How many ordered by {@link next} have not happened yet. */
  get pending(): number {
    return this.#orders.reduce((sum, { left }) => sum + (left === Infinity ? 0 : left), 0);
  }

  /** For the simulator: what goes wrong now. */
  take(stage: SmtpStage, address?: string): SmtpFault | undefined {
    for (const order of this.#orders) {
      if (order.stage !== stage || order.left === 0) continue;
      if (order.address !== undefined && order.address !== address?.toLowerCase()) continue;
      if (order.skip > 0) {
        order.skip -= 1;
        continue;
      }
      order.left -= 1;
      return order.fault;
    }
    return undefined;
  }
}

const orderOf = (stage: SmtpStage, fault: SmtpFault, options: SmtpFaultOptions, left: number): Order => ({
  stage,
  fault,
  address: options.address?.toLowerCase(),
  skip: options.after ?? 0,
  left,
});
