import { type Context, VirtualClock, sleep } from '@opsbook/context';

/** A house with lamps: the world of these tests. */
export class House {
  readonly clock = new VirtualClock();
  readonly lamps = new Map<string, 'on' | 'off' | 'broken'>([
    ['hall', 'off'],
    ['attic', 'on'],
    ['cellar', 'off'],
  ]);
  /** Everything that was sent, reads and changes. */
  readonly requests: string[] = [];

  connect = (context: Context) => {
    const send = async <T>(effect: 'read' | 'change', summary: string, act: () => T): Promise<T> => {
      context.guard.check({ effect, summary });
      this.requests.push(summary);
      const release = context.clock.hold();
      await new Promise((resolve) => setImmediate(resolve));
      release();
      return act();
    };
    return {
      rooms: () => send('read', 'rooms', () => [...this.lamps.keys()]),
      look: (room: string) => send('read', `look ${room}`, () => this.lamps.get(room) ?? 'off'),
      turn: (room: string, to: 'on' | 'off') =>
        send('change', `turn ${room} ${to}`, () => {
          if (this.lamps.get(room) === 'broken') {
            throw Object.assign(new Error(`the lamp in the ${room} is broken`), {
              code: 'LAMP_BROKEN',
              kind: 'conflict',
              requestId: `req-${room}`,
            });
          }
          void sleep(this.clock, 3000).then(() => this.lamps.set(room, to));
        }),
    };
  };
}
