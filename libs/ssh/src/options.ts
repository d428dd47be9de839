import { homedir } from 'node:os';
import { type Context, Secret } from '@opsbook/context';
import * as z from 'zod';
import type { AllowList, CommandRule } from './command/command-rule.ts';
import { HOST_NAME, USER_NAME, parseJumps } from './config/parse-jumps.ts';
import { throwFaults } from './errors.ts';

/** A private key: the path of a file, or the key itself (OpenSSH, PEM or PPK format). */
export type SshKey = ({ path: string } | { key: Secret | string }) & { passphrase?: Secret | string };

/** How to log in. What is given here takes the place of what the configuration files name. */
export interface SshAuth {
  keys?: readonly SshKey[];
  password?: Secret | string;
  /** Path of the agent's socket; `false` for none. Default: `IdentityAgent`, else `SSH_AUTH_SOCK`. */
  agent?: string | false;
}

/** One host; counts before the configuration files. */
export interface SshHost {
  hostname?: string | undefined;
  port?: number | undefined;
  user?: string | undefined;
  /** `[user@]host[:port]`, several divided by commas; `none`. */
  proxyJump?: string | undefined;
}

export interface SshOptions {
  /** `ssh2` in this process (default), or `openssh`: the system's ssh, for certificates, ProxyCommand and the like. */
  transport?: 'ssh2' | 'openssh';
  auth?: SshAuth;
  /** Who logs in where neither `hosts` nor the configuration names anybody; default: the local user. */
  user?: string;
  /** For commands with `sudo`. */
  sudo?: { password?: Secret | string };
  /** ssh_config files, or `false` for none. Default: `~/.ssh/config` and `/etc/ssh/ssh_config`. */
  config?: string | readonly string[] | false;
  /** known_hosts files, in place of those that the configuration names. */
  knownHosts?: string | readonly string[];
  /** By the name that callers use. */
  hosts?: Readonly<Record<string, SshHost>>;
  /** If given, nothing else may be run, uploaded or downloaded. */
  allow?: AllowList;
  /** The commands that `read` may run. Default: none. */
  readOnly?: readonly CommandRule[];
  /** Seconds for a TCP connection, default 10. `ConnectTimeout` of the configuration counts first. */
  connectTimeout?: number;
  /** Seconds for handshake and login, default 30. */
  handshakeTimeout?: number;
  /** Seconds for a command or a transfer, default 300. */
  timeout?: number;
  /** Bytes kept of stdout, and of stderr; default 1 MiB. */
  maxOutput?: number;
  /** Signs of life while something is under way: seconds between them (default 15; 0 for none), and how many may stay unanswered (3). */
  keepAlive?: { interval?: number; countMax?: number };
  /** `sessions` at once on one connection (8), seconds to `keep` an unused one (60), `handshakes` at once on one address (8). */
  pool?: { sessions?: number; keep?: number; handshakes?: number };
  /** Guard, clock, signal and log; the default restricts nothing. */
  context?: Context;
  /** Jitter between attempts, 0 to 1; default `Math.random`. */
  random?: () => number;
}

const secret = z.union([z.string(), z.instanceof(Secret)]);
const path = z.string().regex(/^[^\r\n\0]+$/, 'no path');
const paths = z.union([path, z.array(path)]);
const seconds = z
  .number()
  .positive()
  .max(86_400 * 365);
const rule = z.strictObject({
  argv: z
    .array(z.string())
    .min(1)
    .refine((argv) => argv[0] !== '...', 'names no command'),
  sudo: z.boolean().optional(),
  env: z.array(z.string()).optional(),
});

function isJumps(text: string): boolean {
  try {
    return parseJumps(text).every(({ host }) => host !== '');
  } catch {
    return false;
  }
}

const schema = z.strictObject({
  transport: z.enum(['ssh2', 'openssh']).default('ssh2'),
  auth: z
    .strictObject({
      keys: z
        .array(
          z.union([
            z.strictObject({ path, passphrase: secret.optional() }),
            z.strictObject({ key: secret, passphrase: secret.optional() }),
          ]),
        )
        .optional(),
      password: secret.optional(),
      agent: z.union([path, z.literal(false)]).optional(),
    })
    .default({}),
  user: z.string().regex(USER_NAME, 'no user name').optional(),
  sudo: z.strictObject({ password: secret.optional() }).default({}),
  config: z.union([paths, z.literal(false)]).optional(),
  knownHosts: paths.optional(),
  hosts: z
    .record(
      z.string().regex(HOST_NAME, 'no host name'),
      z.strictObject({
        hostname: z.string().regex(HOST_NAME, 'no host name').optional(),
        port: z.int().min(1).max(65_535).optional(),
        user: z.string().regex(USER_NAME, 'no user name').optional(),
        proxyJump: z.string().refine(isJumps, 'a hop is [user@]host[:port]').optional(),
      }),
    )
    .default({}),
  allow: z
    .strictObject({
      commands: z.array(rule).optional(),
      uploads: z.array(z.string().startsWith('/')).optional(),
      downloads: z.array(z.string().startsWith('/')).optional(),
    })
    .optional(),
  readOnly: z.array(rule).default([]),
  connectTimeout: seconds.default(10),
  handshakeTimeout: seconds.default(30),
  timeout: seconds.default(300),
  maxOutput: z
    .int()
    .min(0)
    .max(2 ** 30)
    .default(2 ** 20),
  keepAlive: z
    .strictObject({ interval: z.number().min(0).default(15), countMax: z.int().min(1).default(3) })
    .prefault({}),
  pool: z
    .strictObject({
      sessions: z.int().min(1).default(8),
      keep: z.number().min(0).default(60),
      handshakes: z.int().min(1).default(8),
    })
    .prefault({}),
});

export type CheckedOptions = z.infer<typeof schema>;

/** @throws SSH_CONFIG, listing every fault with its path */
export function checkedOptions({ context: _context, random: _random, ...options }: SshOptions): CheckedOptions {
  const parsed = schema.safeParse(options);
  const faults = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  const { transport, auth } = options;
  if (transport === 'openssh' && auth?.password !== undefined) {
    faults.push("auth.password: the transport 'openssh' takes keys and agents alone");
  }
  if (transport === 'openssh' && auth?.keys?.some((key) => !('path' in key) || key.passphrase !== undefined) === true) {
    faults.push("auth.keys: the transport 'openssh' takes files without a passphrase; use an agent");
  }
  if (transport === 'openssh' && Array.isArray(options.config) && options.config.length !== 1) {
    faults.push("config: the transport 'openssh' takes one file");
  }
  throwFaults('the options are wrong', faults);
  return parsed.data as CheckedOptions;
}

/** A Secret is masked wherever it might turn up. */
export const asSecret = (value: Secret | string | undefined): Secret | undefined =>
  typeof value === 'string' ? new Secret(value) : value;

/** Where the user's own files are. */
export const home = (): string => homedir();

/** One or several, as a list. */
export const listOf = (value: string | readonly string[]): readonly string[] =>
  typeof value === 'string' ? [value] : value;
