import type { ChildProcessByStdio } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Session, SessionEnd } from '../transport.ts';

export type SshProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** A command under way in a process of ssh(1). */
export class ProcessSession implements Session {
  readonly ended: Promise<SessionEnd>;
  readonly #process: SshProcess;

  constructor(process: SshProcess, ended: Promise<SessionEnd>) {
    this.#process = process;
    this.ended = ended;
  }

  async write(chunk: Uint8Array): Promise<void> {
    const { stdin } = this.#process;
    if (!stdin.writable) return;
    const written = new Promise<void>((resolve) => stdin.write(chunk, () => resolve()));
    await Promise.race([written, this.ended.catch(() => undefined)]);
  }

  endInput(): void {
    this.#process.stdin.end();
  }

  // ssh(1) has no way to ask for one.
  sendSignal(): void {
    this.#process.stdin.end();
  }

  close(): void {
    this.#process.kill('SIGTERM');
  }
}
