import { expandWords, parseScript } from './parse-script.ts';
import { PROGRAMS, type Surroundings } from './programs.ts';

/** Runs a program that no builtin is; undefined where the host knows none of that name. */
export type Outside = (argv: readonly string[], around: Surroundings) => Promise<number> | undefined;

/** Runs a script of `sh -c` on a simulated host. Resolves with its exit status; what it put into the background goes on. */
export async function runScript(
  script: string,
  args: readonly string[],
  around: Surroundings,
  outside: Outside,
): Promise<number> {
  const commands = parseScript(script);
  if (commands === undefined) {
    around.stderr('sh: the simulated shell does not understand this\n');
    return 2;
  }
  const positional = Object.fromEntries(args.map((arg, index) => [String(index + 1), arg]));
  let status = 0;
  for (const { words, toStderr, background } of commands) {
    if (around.group.signal !== undefined) return 143;
    const variables = { ...around.variables, ...positional, $: String(around.group.id), '?': String(status) };
    const argv = expandWords(words, variables, args);
    const here = { ...around, argv, stdout: toStderr ? around.stderr : around.stdout };
    const [name = '', first = ''] = argv;
    if (name === 'exit') return Number(first);
    if (argv.length === 1 && /^[A-Za-z_]\w*=/.test(name)) {
      exportVariable(name, around);
      continue;
    }
    if (name === 'exec') return await runProgram(argv.slice(1), { ...here, argv: argv.slice(1) }, outside);
    if (name === 'export') exportVariable(first, around);
    else if (name === 'IFS=') around.variables[argv[3] ?? ''] = (await around.stdin.line()) ?? '';
    else if (background) void runProgram(argv, here, outside);
    else status = await runProgram(argv, here, outside);
  }
  return status;
}

async function runProgram(argv: readonly string[], around: Surroundings, outside: Outside): Promise<number> {
  const { group } = around;
  const end = group.begin(argv.join(' '));
  try {
    const [name = '', flag, script] = argv;
    const answered = outside(argv, around);
    if (answered !== undefined) return await answered;
    if (name === 'sh' && flag === '-c') return await runScript(script ?? '', argv.slice(4), around, outside);
    const done = PROGRAMS[name]?.({ ...around, argv });
    if (done !== undefined) return await done;
    around.stderr(`sh: 1: exec: ${name}: not found\n`);
    return 127;
  } finally {
    end();
  }
}

function exportVariable(word: string, { variables }: Surroundings): void {
  const at = word.indexOf('=');
  if (at > 0) variables[word.slice(0, at)] = word.slice(at + 1);
}
