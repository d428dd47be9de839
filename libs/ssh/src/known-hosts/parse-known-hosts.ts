import { createHmac } from 'node:crypto';
import { type HostKey, typeOfBlob } from './known-key.ts';
import { matchesList } from './match-list.ts';

/** One line of a known_hosts file. */
export interface KnownHost extends HostKey {
  marker: 'revoked' | 'cert-authority' | undefined;
  /** Whether the line is for this name: in lower case, `[name]:port` for another port than 22. */
  matches: (name: string) => boolean;
  /** `path:line`. */
  place: string;
}

/** A line that could not be read. OpenSSH skips such lines. */
export interface UnreadableLine {
  place: string;
  why: string;
  /** It would have revoked a key: to skip it would weaken the check. */
  revokes: boolean;
}

export interface KnownHostsFile {
  hosts: KnownHost[];
  unreadable: UnreadableLine[];
}

const MARKERS: Partial<Record<string, KnownHost['marker']>> = {
  '@revoked': 'revoked',
  '@cert-authority': 'cert-authority',
};

/** Reads a known_hosts file; sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT", and hostfile.c of OpenSSH. Never throws. */
export function parseKnownHosts(text: string, path: string): KnownHostsFile {
  const file: KnownHostsFile = { hosts: [], unreadable: [] };
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/^[ \t]+|[ \t\r]+$/g, '');
    if (line === '' || line.startsWith('#')) continue;
    const place = `${path}:${index + 1}`;
    const read = readLine(line, place);
    if (typeof read === 'string') file.unreadable.push({ place, why: read, revokes: line.startsWith('@revoked') });
    else file.hosts.push(read);
  }
  return file;
}

function readLine(line: string, place: string): KnownHost | string {
  const fields = line.split(/[ \t]+/);
  const marker = line.startsWith('@') ? MARKERS[fields[0] ?? ''] : undefined;
  if (line.startsWith('@')) {
    if (marker === undefined) return `unknown marker ${fields[0] ?? ''}`;
    fields.shift();
    if (fields[0]?.startsWith('@') === true) return 'two markers';
  }
  const [names = '', type, key] = fields;
  if (type === undefined || key === undefined) return 'names, key type and key are expected';
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(key)) return 'the key is no base64';
  const blob = Buffer.from(key, 'base64');
  if (typeOfBlob(blob) !== type) return `the key is not of type ${type}`;
  const matches = names.startsWith('|') ? hashedName(names) : listedNames(names);
  return matches === undefined ? 'the hashed name is broken' : { marker, matches, type, blob, place };
}

function listedNames(names: string): KnownHost['matches'] {
  const patterns = names.toLowerCase().split(',');
  // Most lines hold plain names, and each line is looked at for each connection.
  if (!/[*?!]/.test(names)) return (name) => patterns.includes(name);
  return (name) => matchesList(patterns, name);
}

// |1|salt|hash: HMAC-SHA1 of the name with the salt as its key, both in base64 (hostfile.c, host_hash).
function hashedName(names: string): KnownHost['matches'] | undefined {
  const [, salt, hash] = /^\|1\|([A-Za-z0-9+/]{27}=)\|([A-Za-z0-9+/]{27}=)$/.exec(names) ?? [];
  if (salt === undefined || hash === undefined) return undefined;
  const key = Buffer.from(salt, 'base64');
  return (name) => createHmac('sha1', key).update(name).digest('base64') === hash;
}
