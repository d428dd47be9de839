import { throwFaults } from '../errors.ts';
import { expandHostName, expandPath, type Tokens } from './expand.ts';
import { KEYWORDS } from './keywords.ts';
import { type Jump, parseJumps } from './parse-jumps.ts';
import { type ConfigFile, readConfig } from './read-config.ts';
import { Values } from './values.ts';

/** What the caller says about a host; counts before the files. */
export interface HostSettings {
  hostname?: string | undefined;
  port?: number | undefined;
  user?: string | undefined;
  proxyJump?: string | undefined;
}

/** Where the files are, and who asks. */
export interface ConfigSource {
  files: readonly ConfigFile[];
  home: string;
  localUser: string;
  /** Who logs in where nothing else says it; default: the local user. */
  user?: string | undefined;
  env: NodeJS.ProcessEnv;
}

/** All that is known about a host before it is connected to. */
export interface ResolvedHost {
  /** As the caller named it. */
  alias: string;
  hostname: string;
  port: number;
  user: string;
  hostKeyAlias: string | undefined;
  /** 4 or 6; 0 for any. */
  family: 0 | 4 | 6;
  /** Undefined where the files name none: the defaults are tried then. */
  identityFiles: string[] | undefined;
  identitiesOnly: boolean;
  /** Socket of the agent; undefined for the environment's one, `none` for none. */
  identityAgent: string | undefined;
  publicKey: boolean;
  password: boolean;
  knownHostsFiles: string[];
  /** In the order in which they are gone through. */
  jumps: Jump[];
  /** Seconds. */
  connectTimeout: number | undefined;
  /** Seconds between two signs of life; 0 for none. */
  aliveInterval: number | undefined;
  aliveCountMax: number | undefined;
  notes: string[];
}

/** @throws SSH_CONFIG with every fault of the files, each with its path and line */
export function resolveHost(alias: string, given: HostSettings, source: ConfigSource): ResolvedHost {
  const { home, localUser, env } = source;
  const settings = readConfig(source.files, { host: alias, user: given.user, localUser, home });
  const { faults, notes } = settings;
  const values = new Values(settings);
  for (const [keyword, { place, words }] of settings.values) {
    if (KEYWORDS.get(keyword) === 'refused' && !isOff(keyword, words)) {
      faults.push(`${place}: ${keyword} is not supported by the transport 'ssh2'`);
    }
  }
  const strict = values.line('stricthostkeychecking');
  if (strict !== undefined && !/^(?:yes|true|ask)$/.test(strict.words[0] ?? '')) {
    notes.push(
      `${strict.place}: stricthostkeychecking ${strict.words[0] ?? ''} is not obeyed: host keys are always checked`,
    );
  }
  const nameLine = values.line('hostname');
  const named = nameLine && values.guarded(nameLine, () => expandHostName(nameLine.words[0] ?? '', alias));
  const hostKeyAlias = values.text('hostkeyalias');
  const tokens: Tokens = {
    home,
    localUser,
    originalHost: alias,
    hostname: given.hostname ?? named ?? alias,
    hostKeyAlias,
    port: given.port ?? values.integer('port', 1, 65_535) ?? 22,
    user: given.user ?? values.text('user') ?? source.user ?? localUser,
  };
  const paths = (keyword: string, fallback: string[]): string[] => {
    const line = values.line(keyword);
    if (line === undefined) return fallback;
    if (line.words[0]?.toLowerCase() === 'none') return [];
    return line.words.flatMap((word) => values.guarded(line, () => expandPath(word, tokens, env)) ?? []);
  };
  const identities = settings.identityFiles
    .filter(({ words }) => words[0]?.toLowerCase() !== 'none')
    .flatMap((line) => values.guarded(line, () => expandPath(line.words[0] ?? '', tokens, env)) ?? []);
  const jumpLine = values.line('proxyjump');
  const resolved: ResolvedHost = {
    alias,
    hostname: tokens.hostname,
    port: tokens.port,
    user: tokens.user,
    hostKeyAlias,
    family: familyOf(values.text('addressfamily')),
    identityFiles: settings.identityFiles.length > 0 ? [...new Set(identities)] : undefined,
    identitiesOnly: values.flag('identitiesonly') ?? false,
    identityAgent: agentOf(values, tokens, env),
    publicKey: values.text('pubkeyauthentication') !== 'no',
    password: values.flag('passwordauthentication') ?? true,
    knownHostsFiles: [
      ...paths('userknownhostsfile', [`${home}/.ssh/known_hosts`, `${home}/.ssh/known_hosts2`]),
      ...paths('globalknownhostsfile', ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
    ],
    jumps:
      given.proxyJump !== undefined
        ? jumpsOf(given.proxyJump, faults)
        : ((jumpLine && values.guarded(jumpLine, () => parseJumps(jumpLine.words[0] ?? ''))) ?? []),
    connectTimeout: values.seconds('connecttimeout'),
    aliveInterval: values.seconds('serveraliveinterval'),
    aliveCountMax: values.integer('serveralivecountmax', 1, 1_000_000),
    notes,
  };
  throwFaults(`the configuration for ${alias} is wrong`, faults);
  return resolved;
}

const isOff = (keyword: string, words: readonly string[]): boolean =>
  words.length === 1 &&
  (words[0]?.toLowerCase() === 'none' || (keyword === 'canonicalizehostname' && words[0]?.toLowerCase() === 'no'));

function jumpsOf(text: string, faults: string[]): Jump[] {
  try {
    return parseJumps(text);
  } catch (error) {
    faults.push(`proxyJump: ${(error as Error).message}`);
    return [];
  }
}

function familyOf(text: string | undefined): 0 | 4 | 6 {
  if (text === 'inet') return 4;
  return text === 'inet6' ? 6 : 0;
}

// ssh_config(5): `none`, `SSH_AUTH_SOCK`, `$VARIABLE`, or a path.
function agentOf(values: Values, tokens: Tokens, env: NodeJS.ProcessEnv): string | undefined {
  const line = values.line('identityagent');
  const text = line?.words[0];
  if (line === undefined || text === undefined || text === 'SSH_AUTH_SOCK') return undefined;
  if (text.toLowerCase() === 'none') return 'none';
  if (/^\$[^{]/.test(text)) return env[text.slice(1)] ?? 'none';
  return values.guarded(line, () => expandPath(text, tokens, env));
}
