import { expandWords, parseScript } from './parse-script.ts';

/** A line that the client sent, taken apart. */
export interface RemoteLine {
  /** Under sudo: whom to become, and what to ask for the password with; without a prompt sudo must not ask. */
  sudo: { user: string; prompt: string | undefined } | undefined;
  argv: string[];
}

/** Takes `exec [sudo ...] PROGRAM ...` apart as a login shell does; undefined for what the simulated one cannot read. */
export function readRemoteLine(line: string): RemoteLine | undefined {
  const commands = parseScript(line);
  const only = commands?.[0];
  if (commands?.length !== 1 || only === undefined) return undefined;
  const words = expandWords(only.words, {}, []);
  if (words[0] === 'exec') words.shift();
  if (words[0] !== 'sudo') return { sudo: undefined, argv: words };
  const end = words.indexOf('--');
  const flags = words.slice(1, end);
  const valueOf = (flag: string) => (flags.includes(flag) ? flags[flags.indexOf(flag) + 1] : undefined);
  return { sudo: { user: valueOf('-u') ?? 'root', prompt: valueOf('-p') }, argv: words.slice(end + 1) };
}
