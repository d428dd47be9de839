import type { StopSignal, Terminal } from '../terminal.ts';

/** What a command wrote. */
export interface Output {
  out: string;
  err: string;
}

/** How the terminal behaves; default: a pipe on which nobody types anything. */
export interface Setting {
  tty?: boolean;
  user?: string;
  /** What a person types, question by question; then nothing more. */
  types?: string[];
  /** A person sits there who, after that, thinks until the question is taken back. */
  thinks?: boolean;
  stdin?: string;
  /** Whoever reads the output leaves after the first piece of it. */
  readerLeaves?: boolean;
  env?: Record<string, string>;
  cwd?: string;
  /** Told what is written to standard error. */
  onErr?: (text: string) => void;
  /** Given what makes the program read its files again. */
  onReload?: (reload: () => void) => void;
  /** Given what will stop the program. */
  onStart?: (stop: (signal: StopSignal) => void) => void;
  /** Told what is started in the background. */
  onDetach?: (args: readonly string[], logFile: string) => void;
}

/** A terminal that keeps what is written. */
export function fakeTerminal(said: Output, setting: Setting = {}): Terminal {
  const { tty = false, user = 'ada', types = [], thinks = false, stdin = '', env = {}, cwd = process.cwd() } = setting;
  return {
    out: (text) => void (said.out += text),
    reserveOut: () => undefined,
    err: (text) => {
      said.err += text;
      setting.onErr?.(text);
    },
    inIsTty: tty,
    get outLost() {
      return setting.readerLeaves === true && said.out !== '';
    },
    outIsTty: tty,
    errIsTty: tty,
    size: () => ({ columns: 100, rows: 30 }),
    env: { NO_COLOR: '1', ...env },
    cwd,
    user,
    readInput: async () => stdin,
    prompt: async (question, signal) => {
      said.err += question;
      const typed = types.shift();
      if (typed === undefined && thinks)
        await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
      return typed;
    },
    onStop: (fn) => {
      setting.onStart?.(fn);
      return () => undefined;
    },
    onReload: (fn) => {
      setting.onReload?.(fn);
      return () => undefined;
    },
    detach: async (args, logFile) => setting.onDetach?.(args, logFile),
  };
}
