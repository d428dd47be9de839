import { readFileSync, statSync } from 'node:fs';
import { SshError } from '../errors.ts';
import { type KnownHostsFile, parseKnownHosts } from './parse-known-hosts.ts';

/** Reads known_hosts files, again only when they have changed: a key that was added counts for the next connection. */
export class KnownHosts {
  readonly #files = new Map<string, { version: string; file: KnownHostsFile }>();

  /** @throws SSH_CONFIG for a file that is there and cannot be read; a file that is not there is empty */
  read(paths: readonly string[]): KnownHostsFile[] {
    return paths.map((path) => this.#read(path));
  }

  #read(path: string): KnownHostsFile {
    const version = versionOf(path);
    const known = this.#files.get(path);
    if (known?.version === version) return known.file;
    const file = version === 'none' ? { hosts: [], unreadable: [] } : parseKnownHosts(readText(path), path);
    this.#files.set(path, { version, file });
    return file;
  }
}

function versionOf(path: string): string {
  try {
    const { ino, size, mtimeMs } = statSync(path);
    return `${ino}:${size}:${mtimeMs}`;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw unreadable(path, cause);
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

function unreadable(path: string, cause: unknown): SshError {
  const why = `${path}: ${(cause as NodeJS.ErrnoException).code ?? 'unreadable'}`;
  return new SshError('SSH_CONFIG', `a known_hosts file cannot be read: ${why}`, { faults: [why], cause });
}
