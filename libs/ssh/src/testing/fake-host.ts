import type { Clock } from '@opsbook/context';
import type { ByteReader } from './byte-reader.ts';
import { ProcessGroup } from './process-group.ts';
import type { Surroundings } from './programs.ts';
import { type Answer, type RecordedRun, Replies } from './replies.ts';

/** Somebody who can log in. */
export interface FakeUser {
  password?: string;
  /** Public keys as in authorized_keys. */
  keys?: readonly string[];
  /** Whether sudo asks for the password; default: not allowed. */
  sudo?: 'password' | 'no-password';
}

/** A file on a simulated host. */
export interface FakeFile {
  content: Buffer;
  /** Permission bits. */
  mode: number;
}

/** The state of a simulated host: users, files, processes and what was run. */
export class FakeHost {
  readonly hostname: string;
  readonly users: Record<string, FakeUser>;
  /** By absolute path. */
  readonly files = new Map<string, FakeFile>();
  /** Folders that files can be put into. */
  readonly folders = new Set(['/', '/tmp', '/etc', '/root']);
  readonly replies = new Replies();
  readonly runs: RecordedRun[] = [];
  readonly #clock: Clock;
  readonly #groups = new Map<number, ProcessGroup>();
  #lastGroup = 1000;

  constructor({ hostname, users, clock }: { hostname: string; users: Record<string, FakeUser>; clock: Clock }) {
    this.hostname = hostname;
    this.users = users;
    this.#clock = clock;
  }

  /** What is running, as a process list shows it. */
  get processes(): string[] {
    return [...this.#groups.values()].flatMap(({ running }) => [...running]);
  }

  startGroup(user: string): ProcessGroup {
    const group = new ProcessGroup((this.#lastGroup += 1), user, this.#clock);
    this.#groups.set(group.id, group);
    return group;
  }

  kill(id: number, signal: string, user: string): boolean {
    const group = this.#groups.get(id);
    if (group === undefined || (user !== 'root' && user !== group.user)) return false;
    group.kill(signal);
    return true;
  }

  /** What sudo says where it refuses, in its own words (sudo 1.9). */
  async sudo(
    user: string,
    prompt: string | undefined,
    { stdin, stderr }: { stdin: ByteReader; stderr: (data: string) => void },
  ): Promise<string | undefined> {
    const { sudo, password } = this.users[user] ?? {};
    if (sudo === 'no-password') return undefined;
    if (prompt === undefined) return 'sudo: a password is required\n';
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      stderr(prompt);
      const line = await stdin.line();
      if (line === undefined) {
        return attempt === 1
          ? '\nsudo: no password was provided\nsudo: a password is required\n'
          : `\nsudo: no password was provided\nsudo: ${attempt - 1} incorrect password attempt\n`;
      }
      if (line === password) return sudo === undefined ? `${user} is not in the sudoers file.\n` : undefined;
      stderr('Sorry, try again.\n');
    }
    return 'sudo: 3 incorrect password attempts\n';
  }

  /** Records a command, and answers it where somebody said how. */
  reply(argv: readonly string[], around: Surroundings): Promise<number> | undefined {
    if (argv[0] === 'sh') return undefined;
    const env = { ...around.variables } as Record<string, string>;
    const run: Recording = { user: around.user, argv, env, stdin: '' };
    this.runs.push(run);
    const answer = this.replies.find(argv);
    return answer === undefined ? undefined : this.#answer(answer, run, around);
  }

  async #answer(answer: Answer, run: Recording, { stdin, stdout, stderr, group }: Surroundings): Promise<number> {
    run.stdin = (await stdin.rest()).toString();
    const reply = typeof answer === 'function' ? answer(run) : answer;
    if (reply.stdout !== undefined) stdout(typeof reply.stdout === 'string' ? reply.stdout : Buffer.from(reply.stdout));
    if (reply.stderr !== undefined) stderr(reply.stderr);
    if (reply.delay !== undefined && reply.delay > 0) await group.wait(reply.delay * 1000);
    if (reply.signal !== undefined) group.kill(reply.signal);
    return reply.code ?? 0;
  }
}

type Recording = { -readonly [K in keyof RecordedRun]: RecordedRun[K] };
