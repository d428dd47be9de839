import { type Clock, type Context, VirtualClock, sleep } from '@opsbook/context';

/** A little world for the kernel's own tests: switches that take a while to turn, and a mailbox. */
export class ToyCloud {
  readonly clock: Clock;
  readonly switches = new Map<string, 'on' | 'off' | 'turning'>();
  readonly mails: string[] = [];
  readonly effects: string[] = [];
  /** Errors to throw by the next calls of a client's method. */
  readonly trouble: { call: string; error: unknown; afterEffect?: boolean }[] = [];

  constructor(clock: Clock = new VirtualClock()) {
    this.clock = clock;
  }

  /** The client that a run gets. */
  connect = (context: Context) => {
    const request = async <T>(effect: 'read' | 'change', summary: string, act: () => T): Promise<T> => {
      context.guard.check({ effect, summary });
      const release = context.clock.hold();
      await new Promise((resolve) => setImmediate(resolve));
      release();
      const index = this.trouble.findIndex(({ call }) => summary.startsWith(call));
      const [trouble] = index < 0 ? [] : this.trouble.splice(index, 1);
      if (trouble !== undefined && trouble.afterEffect !== true) throw trouble.error;
      context.signal?.throwIfAborted();
      const answer = act();
      if (trouble !== undefined) throw trouble.error;
      return answer;
    };
    return {
      context,
      get: (name: string) => request('read', `get ${name}`, () => this.switches.get(name) ?? 'off'),
      names: () => request('read', 'names', () => [...this.switches.keys()].sort()),
      turn: (name: string, to: 'on' | 'off', seconds = 3) =>
        request('change', `turn ${name} ${to}`, () => {
          this.effects.push(`${name} ${to}`);
          this.switches.set(name, 'turning');
          void sleep(this.clock, seconds * 1000).then(() => this.switches.set(name, to));
        }),
      mail: (text: string) =>
        request('change', `mail ${text}`, () => {
          this.effects.push(`mail ${text}`);
          this.mails.push(text);
          return this.mails.length;
        }),
      mails: () => request('read', 'mails', () => [...this.mails]),
    };
  };
}

export type Toy = ReturnType<ToyCloud['connect']>;
