import type { ClientChannel } from 'ssh2';
import type { SshError } from '../errors.ts';
import type { Session, SessionEnd, SessionListeners } from '../transport.ts';

/** A command on a channel of ssh2. */
export class ChannelSession implements Session {
  readonly ended: Promise<SessionEnd>;
  readonly #channel: ClientChannel;
  readonly #closed: Promise<unknown>;

  /** @param lost what to reject with when the channel ends without an exit status */
  constructor(channel: ClientChannel, listeners: SessionListeners, lost: () => SshError) {
    this.#channel = channel;
    let end: SessionEnd | undefined;
    channel.on('exit', (code: number | null, signal?: string) => (end = { code, signal: signal ?? null }));
    channel.on('data', listeners.stdout);
    channel.stderr.on('data', listeners.stderr);
    // Writing to a command that reads no more is no fault of anybody.
    channel.on('error', () => undefined);
    const errEnded = new Promise((resolve) => channel.stderr.once('end', resolve).once('close', resolve));
    const closed = new Promise((resolve) => channel.once('close', resolve));
    this.#closed = closed;
    this.ended = Promise.all([closed, errEnded]).then(() => {
      if (end === undefined) throw lost();
      return end;
    });
    this.ended.catch(() => undefined);
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (!this.#channel.writable) return;
    const written = new Promise<void>((resolve) => this.#channel.write(chunk, () => resolve()));
    await Promise.race([written, this.#closed]);
  }

  endInput(): void {
    if (this.#channel.writable) this.#channel.end();
  }

  sendSignal(name: 'TERM' | 'KILL'): void {
    if (this.#channel.writable) this.#channel.signal(name);
  }

  close(): void {
    this.#channel.close();
  }
}
