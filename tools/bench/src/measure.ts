import { spawnSync } from 'node:child_process';

/** One run of a command that ended well, as the operating system accounts for it. */
export interface Sample {
  /** User and system time of the process and those it waited for, in milliseconds. */
  cpu: number;
  /** From start to end, in milliseconds. */
  wall: number;
  /** What the command printed. */
  stdout: string;
}

/** A command to measure. */
export interface Candidate {
  name: string;
  command: string[];
  env?: NodeJS.ProcessEnv;
}

/**
 * Runs the candidates in turn, A B C A B C, after one round that is not counted, so that a machine whose speed drifts
 * drifts for all of them.
 */
export function alternate(candidates: readonly Candidate[], rounds: number): Map<string, Sample[]> {
  const samples = new Map<string, Sample[]>(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const candidate of candidates) {
      const sample = measure(candidate);
      if (round > 0) samples.get(candidate.name)?.push(sample);
    }
  }
  return samples;
}

function measure({ name, command, env }: Candidate): Sample {
  // bash accounts for its child to the millisecond, on a line of its own at the end.
  const timed = spawnSync('bash', ['-c', 'TIMEFORMAT="%U %S %R"; time "$@"', 'bash', ...command], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (timed.status !== 0) throw new Error(`${name} ended with ${timed.status ?? timed.signal}: ${timed.stderr}`);
  const times = timed.stderr.trim().split('\n').at(-1) ?? '';
  const [user = NaN, system = NaN, real = NaN] = times.split(' ').map(Number);
  if (Number.isNaN(user + system + real)) throw new Error(`${name} could not be measured: ${timed.stderr}`);
  return { cpu: (user + system) * 1000, wall: real * 1000, stdout: timed.stdout };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? NaN)
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

/** The median CPU time of some samples, in milliseconds. */
export const cpuOf = (samples: readonly Sample[] = []): number => median(samples.map(({ cpu }) => cpu));

/** The median time from start to end of some samples, in milliseconds. */
export const wallOf = (samples: readonly Sample[] = []): number => median(samples.map(({ wall }) => wall));

/** Whether a command is there and works. */
export const present = ([program = '', ...args]: string[]): boolean => spawnSync(program, args).status === 0;
