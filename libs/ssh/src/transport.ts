import type { SshError } from './errors.ts';

/** How a command on a host ended. */
export interface SessionEnd {
  /** Null where a signal ended it. */
  code: number | null;
  /** `SIGKILL`, for example. */
  signal: string | null;
  /** What the transport itself said, where it did not end well: counts if the command did not tell its end. */
  fault?: SshError | undefined;
}

/** What a session's bytes are given to, as they come. */
export interface SessionListeners {
  stdout: (chunk: Buffer) => void;
  stderr: (chunk: Buffer) => void;
}

/** One command under way on a host. */
export interface Session {
  /** Resolves when the command has ended and everything it wrote was given out; SSH_CONNECTION_LOST and the like. */
  readonly ended: Promise<SessionEnd>;
  /** Writes to the command's stdin; resolves when more may be written, also where the command reads no more. */
  write(chunk: Uint8Array): Promise<void>;
  /** Ends the command's stdin. */
  endInput(): void;
  /** Asks the server to send a signal to the session, where it can. */
  sendSignal(name: 'TERM' | 'KILL'): void;
  /** Lets go of it, whatever goes on there. */
  close(): void;
}

/** A file to be written. */
export interface FileToWrite {
  path: string;
  content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  /** Permission bits. */
  mode: number;
}

/** A way to run a line in the login shell of a host. */
export interface Transport {
  /** The session's end does not tell exit codes from faults of the transport: the command line has to tell it. */
  readonly tellExit: boolean;
  /**
   * Begins a command. Rejects where it was certainly not begun.
   * @param ask called once, right before the line is sent: throws to prevent it
   */
  open(
    host: string,
    line: string,
    options: { listeners: SessionListeners; signal: AbortSignal; ask: () => void },
  ): Promise<Session>;
  /** Files over a protocol of their own; a transport without one leaves it to commands. */
  readonly files?: {
    write(host: string, file: FileToWrite, options: { signal: AbortSignal; ask: () => void }): Promise<void>;
    read(
      host: string,
      path: string,
      options: { maxBytes: number; signal: AbortSignal; ask: () => void },
    ): Promise<Buffer>;
  };
  close(): Promise<void>;
}
