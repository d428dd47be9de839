import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LeftOut } from './left-out.ts';

const NEEDED = ['initdb', 'pg_ctl', 'psql'];
const USER = 'postgres';

/** A temporary PostgreSQL on a unix socket, with the settings that initdb gives it. */
export class Postgres {
  readonly #bin: string;
  readonly #folder: string;

  /** Starts it with its data below `disk`. Throws {@link LeftOut} where it is not installed or does not start. */
  constructor(disk: string) {
    this.#bin = findBin();
    this.#folder = mkdtempSync(join(disk, 'pg-'));
    try {
      if (isRoot()) chownSync(this.#folder, idOf('-u'), idOf('-g'));
      this.#run('initdb', ['-D', this.#data, '-U', USER, '-A', 'trust', '--encoding=UTF8', '--no-locale']);
      const options = `-c listen_addresses='' -k ${this.#folder}`;
      this.#run('pg_ctl', ['start', '-w', '-D', this.#data, '-l', join(this.#folder, 'log'), '-o', options]);
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  get url(): string {
    return `postgresql://${USER}@localhost/?host=${this.#folder}`;
  }

  /** The rows of a query, each one's columns separated by `|`. */
  query(sql: string, database = USER): string[] {
    const rows = this.#run('psql', ['-h', this.#folder, '-U', USER, '-d', database, '-XAtc', sql]);
    return rows.trim().split('\n');
  }

  /** Stops it and removes its data. */
  stop(): void {
    if (existsSync(join(this.#data, 'postmaster.pid'))) this.#run('pg_ctl', ['stop', '-D', this.#data, '-m', 'fast']);
    rmSync(this.#folder, { recursive: true });
  }

  get #data(): string {
    return join(this.#folder, 'data');
  }

  #run(program: string, args: string[]): string {
    const command = [join(this.#bin, program), ...args];
    // PostgreSQL refuses to run as root.
    const [first = '', ...rest] = isRoot() ? ['runuser', '-u', USER, '--', ...command] : command;
    const ended = spawnSync(first, rest, { cwd: this.#folder, encoding: 'utf8' });
    if (ended.status === 0) return ended.stdout;
    const log = join(this.#folder, 'log');
    const why = ended.error?.message ?? `${ended.stderr}${existsSync(log) ? readFileSync(log, 'utf8') : ''}`;
    throw new LeftOut(`PostgreSQL's ${program} failed: ${why.trim()}`);
  }
}

const isRoot = () => process.getuid?.() === 0;

function idOf(option: '-u' | '-g'): number {
  const { status, stdout } = spawnSync('id', [option, USER], { encoding: 'utf8' });
  if (status === 0) return Number(stdout);
  throw new LeftOut(`there is no user ${USER}, and PostgreSQL does not run as root`);
}

/** Debian keeps the server's programs off the PATH, a folder per version. */
function findBin(): string {
  const debian = globSync('/usr/lib/postgresql/*/bin').sort((a, b) => versionOf(b) - versionOf(a));
  const folders = [...debian, ...(process.env['PATH'] ?? '').split(delimiter)];
  const found = folders.find((folder) => NEEDED.every((program) => existsSync(join(folder, program))));
  if (found !== undefined) return found;
  throw new LeftOut(`PostgreSQL is not installed (${NEEDED.join(', ')}; on Debian: apt-get install postgresql)`);
}

const versionOf = (bin: string) => Number(bin.split('/').at(-2));
