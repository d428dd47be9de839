import type { Socket } from 'node:net';
import type { Clock, Release } from '@opsbook/context';
import { matchesGlob } from '@opsbook/context';

interface Published {
  name: string;
  body: Readonly<Record<string, unknown>>;
  action: string | undefined;
  execution: string | undefined;
}

export interface Subscription {
  /** Globs. */
  names: readonly string[];
  actions: readonly string[];
  executions: readonly string[];
}

/** Seconds after which an empty line says that the stream lives. Source: st2common/config.py, `stream.heartbeat`. */
const HEARTBEAT = 25;

/**
 * Whom events are told to, as server-sent events. They have no ids, and nobody is told what was before.
 * Source: st2common/stream/listener.py, st2stream/controllers/v1/stream.py.
 */
export class EventHub {
  readonly #clock: Clock;
  readonly #listeners = new Set<(event: Published) => void>();
  readonly #sockets = new Set<Socket>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  publish(event: Published): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** How many streams are open. */
  get open(): number {
    return this.#listeners.size;
  }

  /** Breaks every stream off. */
  breakOff(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** The events of one stream, until its client goes away. */
  subscribe({ names, actions, executions }: Subscription, socket: Socket): AsyncIterable<Buffer> {
    // Begins with an empty line.
    const waiting: string[] = ['\n'];
    let wake: (() => void) | undefined;
    let gone = false;
    const listener = ({ name, body, action, execution }: Published) => {
      if (!names.some((glob) => matchesGlob(glob, name))) return;
      if (actions.length > 0 && (action === undefined || !actions.includes(action))) return;
      if (executions.length > 0 && (execution === undefined || !executions.includes(execution))) return;
      waiting.push(`event: ${name}\ndata: ${JSON.stringify(body)}\n\n`);
      wake?.();
    };
    const leave = () => {
      gone = true;
      this.#listeners.delete(listener);
      this.#sockets.delete(socket);
      wake?.();
    };
    this.#listeners.add(listener);
    this.#sockets.add(socket);
    // `end` comes a turn before `close`: time must not go on without the client.
    socket.once('end', leave).once('close', leave);
    const here = () => !gone;
    /** Until there is something to send. @returns false when the client has gone */
    const idle = async (): Promise<boolean> => {
      // What was sent has to arrive before time goes on.
      for (let turn = 0; turn < 10 && here() && waiting.length === 0; turn += 1)
        await new Promise((resolve) => setImmediate(resolve));
      if (!here() || waiting.length > 0) return here();
      const { promise, resolve } = Promise.withResolvers<undefined>();
      wake = () => resolve(undefined);
      const unpark = park(this.#clock);
      const stop = this.#clock.after(HEARTBEAT * 1000, () => {
        waiting.push('\n');
        wake?.();
      });
      await promise;
      stop();
      unpark();
      wake = undefined;
      return here();
    };
    return (async function* () {
      while (await idle()) for (const text of waiting.splice(0)) yield Buffer.from(text);
    })();
  }
}

/** The client holds a virtual clock while it waits: time goes on nevertheless. */
const park = (clock: Clock): Release =>
  'park' in clock ? (clock as Clock & { park(): Release }).park() : () => undefined;
