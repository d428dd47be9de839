import type { ByteReader } from './byte-reader.ts';
import type { ProcessGroup } from './process-group.ts';

/** What a program on a simulated host works with. */
export interface Surroundings {
  argv: readonly string[];
  user: string;
  hostname: string;
  variables: Partial<Record<string, string>>;
  stdin: ByteReader;
  stdout: (data: string | Buffer) => void;
  stderr: (data: string | Buffer) => void;
  group: ProcessGroup;
  /** What a process list shows. */
  processes: () => readonly string[];
  /** Ends another group; whether there is one. */
  killGroup: (id: number, signal: string) => boolean;
}

type Program = (around: Surroundings) => Promise<number> | number;

/** The programs of every simulated host. */
export const PROGRAMS: Readonly<Partial<Record<string, Program>>> = {
  true: () => 0,
  false: () => 1,
  echo: ({ argv, stdout }) => {
    stdout(`${argv.slice(1).join(' ')}\n`);
    return 0;
  },
  // `%s` and `\n` alone; the format is used again while there are arguments.
  printf: ({ argv, stdout }) => {
    const [format = '', ...args] = argv.slice(1);
    const text = format.replaceAll('\\n', '\n');
    const count = text.split('%s').length - 1;
    do {
      stdout(text.replace(/%s/g, () => args.shift() ?? ''));
    } while (count > 0 && args.length > 0);
    return 0;
  },
  cat: async ({ stdin, stdout }) => {
    stdout(await stdin.rest());
    return 0;
  },
  head: ({ argv, stdout }) => {
    stdout(Buffer.alloc(Number(argv[2])));
    return 0;
  },
  sleep: async ({ argv, group }) => {
    await group.wait(Number(argv[1]) * 1000);
    return 0;
  },
  hostname: ({ hostname, stdout }) => {
    stdout(`${hostname}\n`);
    return 0;
  },
  id: ({ user, stdout }) => {
    stdout(`${user}\n`);
    return 0;
  },
  printenv: ({ argv, variables, stdout }) => {
    const value = variables[argv[1] ?? ''];
    if (value === undefined) return 1;
    stdout(`${value}\n`);
    return 0;
  },
  // The columns are not looked at: command lines alone are shown.
  ps: ({ processes, stdout }) => {
    stdout(
      processes()
        .map((one) => `${one}\n`)
        .join(''),
    );
    return 0;
  },
  kill: ({ argv, group }) => {
    group.kill(`SIG${(argv[1] ?? '').replace(/^-/, '')}`);
    return 0;
  },
};
