import { readFileSync } from 'node:fs';
import type { Secret } from '@opsbook/context';
import ssh2, { type ParsedKey } from 'ssh2';
import { throwFaults } from '../errors.ts';
import type { ResolvedHost } from '../config/resolve-host.ts';
import { fingerprintOf } from '../known-hosts/known-key.ts';

/** A private key: a file, or the key itself in any format that ssh2 reads (OpenSSH, PEM, PPK). */
export type PrivateKey = ({ path: string } | { key: Secret }) & { passphrase?: Secret | undefined };

/** What is there to log in with. */
export interface CredentialOptions {
  keys: readonly PrivateKey[] | undefined;
  password: Secret | undefined;
  /** Path of the socket; false for no agent. */
  agent: string | false | undefined;
  home: string;
  env: NodeJS.ProcessEnv;
}

/** What is tried on one host, in this order. */
export interface LoginPlan {
  keys: { key: ParsedKey; name: string }[];
  agent: { socket: string; only: readonly Buffer[] | undefined } | undefined;
  password: Secret | undefined;
  /** Why some were left out. */
  skipped: string[];
}

const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/** Finds keys and reads each file once: to decrypt one takes a while. */
export class Credentials {
  readonly #options: CredentialOptions;
  readonly #parsed = new Map<string, ParsedKey | string>();

  constructor(options: CredentialOptions) {
    this.#options = options;
  }

  /** @throws SSH_CONFIG for a configured key that cannot be read */
  planFor(host: ResolvedHost): LoginPlan {
    const { keys, password, agent, home, env } = this.#options;
    const skipped: string[] = [];
    const files = host.identityFiles ?? DEFAULT_KEYS.map((name) => `${home}/.ssh/${name}`);
    const usable = !host.publicKey ? [] : keys === undefined ? this.#fromFiles(files, skipped) : this.#configured(keys);
    const socket = agentSocket(agent, host.identityAgent, env);
    const only = host.identitiesOnly
      ? publicKeys(
          files,
          usable.map(({ key }) => key),
        )
      : undefined;
    return {
      keys: usable,
      agent: socket === undefined || !host.publicKey ? undefined : { socket, only },
      password: host.password ? password : undefined,
      skipped,
    };
  }

  #configured(keys: readonly PrivateKey[]): LoginPlan['keys'] {
    const faults: string[] = [];
    const usable = keys.flatMap((one, index) => {
      const name = 'path' in one ? one.path : `auth.keys[${index}]`;
      const key = this.#parse(name, () => ('path' in one ? readFileSync(one.path) : one.key.reveal()), one.passphrase);
      if (typeof key !== 'string') return [{ key, name }];
      faults.push(`auth.keys[${index}]${'path' in one ? ` (${one.path})` : ''}: ${key}`);
      return [];
    });
    throwFaults('a private key cannot be used', faults);
    return usable;
  }

  // As ssh(1): a file that is not there or cannot be read is passed over.
  #fromFiles(paths: readonly string[], skipped: string[]): LoginPlan['keys'] {
    return paths.flatMap((path) => {
      const key = this.#parse(path, () => readFileSync(path), undefined);
      if (typeof key !== 'string') return [{ key, name: path }];
      if (key !== 'ENOENT') skipped.push(`${path} (${key})`);
      return [];
    });
  }

  #parse(name: string, read: () => string | Buffer, passphrase: Secret | undefined): ParsedKey | string {
    const known = this.#parsed.get(name);
    if (known !== undefined && typeof known !== 'string') return known;
    const key = parseKey(read, passphrase);
    this.#parsed.set(name, key);
    return key;
  }
}

/** What names a key in messages. */
export const describeKey = ({ key, name }: LoginPlan['keys'][number]): string =>
  `${name} ${fingerprintOf(key.getPublicSSH())}`;

function parseKey(read: () => string | Buffer, passphrase: Secret | undefined): ParsedKey | string {
  let text: string | Buffer;
  try {
    text = read();
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'unreadable';
  }
  const parsed = ssh2.utils.parseKey(text, passphrase?.reveal()) as ParsedKey | ParsedKey[] | Error;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  // ssh2's own words may quote what it was given.
  if (key instanceof Error || key === undefined) return whyNot(key);
  return key.isPrivateKey() ? key : 'it is a public key';
}

function whyNot(error: Error | undefined): string {
  const text = error?.message ?? '';
  if (/no passphrase given/i.test(text)) return 'it is encrypted and no passphrase is given';
  if (/bad passphrase|integrity|decrypt/i.test(text)) return 'the passphrase is wrong';
  return 'the format is not supported';
}

function agentSocket(
  given: string | false | undefined,
  configured: string | undefined,
  env: NodeJS.ProcessEnv,
): string | undefined {
  if (given === false) return undefined;
  const socket = given ?? configured ?? env['SSH_AUTH_SOCK'];
  return socket === 'none' || socket === '' ? undefined : socket;
}

function publicKeys(files: readonly string[], keys: readonly ParsedKey[]): Buffer[] {
  const listed = files.flatMap((path) => {
    const key = parsePublic(path.endsWith('.pub') ? path : `${path}.pub`);
    return key === undefined ? [] : [key.getPublicSSH()];
  });
  return [...listed, ...keys.map((key) => key.getPublicSSH())];
}

function parsePublic(path: string): ParsedKey | undefined {
  try {
    const parsed = ssh2.utils.parseKey(readFileSync(path));
    return parsed instanceof Error ? undefined : parsed;
  } catch {
    return undefined;
  }
}
