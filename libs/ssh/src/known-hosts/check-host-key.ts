import { SshError } from '../errors.ts';
import { type HostKey, fingerprintOf } from './known-key.ts';
import type { KnownHost, KnownHostsFile } from './parse-known-hosts.ts';

/** The server that is being asked for its key. */
export interface KeyOwner {
  /** As the caller named it. */
  host: string;
  /** What known_hosts lines are looked up by: host name or HostKeyAlias. */
  name: string;
  port: number;
  /** With HostKeyAlias the port is not part of the name (sshconnect.c, get_hostfile_hostname_ipaddr). */
  aliased: boolean;
  /** The files looked into, in their order; shown in errors. */
  paths: readonly string[];
}

/** The name under which a server is looked up: `[name]:port` where the port is not 22. */
export function lookupName({ name, port, aliased }: Pick<KeyOwner, 'name' | 'port' | 'aliased'>): string {
  const lower = name.toLowerCase();
  return aliased || port === 22 ? lower : `[${lower}]:${port}`;
}

function linesFor(name: string, files: readonly KnownHostsFile[]): KnownHost[] {
  return files.flatMap(({ hosts }) => hosts.filter((line) => line.matches(name)));
}

/** The types of the keys known for a server, in the order of the files: what is known is asked for first. */
export function knownTypes(owner: KeyOwner, files: readonly KnownHostsFile[]): string[] {
  const byPort = linesFor(lookupName(owner), files);
  const usable = byPort.length > 0 ? byPort : linesFor(owner.name.toLowerCase(), files);
  return [...new Set(usable.filter(({ marker }) => marker === undefined).map(({ type }) => type))];
}

/**
 * Checks a server's key as OpenSSH does with `StrictHostKeyChecking yes` (hostfile.c, check_key_in_hostkeys): any line
 * with this very key is enough, unless a line for this server revokes it. A server that has another key than the known
 * ones has changed, of whatever type: known types are asked for first, so it no longer has those. Where nothing is known
 * for `[name]:port`, lines for the name alone count (sshconnect.c, "checking without port identifier").
 * @throws SSH_HOST_KEY_UNKNOWN, SSH_HOST_KEY_CHANGED, SSH_HOST_KEY_REVOKED; SSH_CONFIG for an unreadable @revoked line
 */
export function checkHostKey(key: HostKey, owner: KeyOwner, files: readonly KnownHostsFile[]): void {
  refuseUnreadableRevocations(files);
  const name = lookupName(owner);
  const bare = owner.name.toLowerCase();
  const lines = linesFor(name, files);
  const fallback = name === bare ? [] : linesFor(bare, files);
  const same = (line: KnownHost) => line.type === key.type && line.blob.equals(key.blob);

  const revoked = [...lines, ...fallback].find((line) => line.marker === 'revoked' && same(line));
  if (revoked !== undefined) throw revokedError(key, owner, revoked);
  const plain = lines.filter(({ marker }) => marker === undefined);
  if (plain.some(same)) return;
  const other = plain.find((line) => line.type === key.type) ?? plain[0];
  if (other !== undefined) throw changedError(key, owner, other);
  if (fallback.some((line) => line.marker === undefined && same(line))) return;
  throw unknownError(key, owner, { lines: [...lines, ...fallback], files });
}

function refuseUnreadableRevocations(files: readonly KnownHostsFile[]): void {
  const faults = files.flatMap(({ unreadable }) =>
    unreadable.filter(({ revokes }) => revokes).map(({ place, why }) => `${place}: ${why}`),
  );
  if (faults.length === 0) return;
  throw new SshError('SSH_CONFIG', `a line that revokes a key cannot be read: ${faults.join('; ')}`, { faults });
}

const said = ({ type, blob }: HostKey) => `${type} key ${fingerprintOf(blob)}`;
const removal = (owner: KeyOwner, place: string) =>
  `ssh-keygen -R '${lookupName(owner)}' -f '${place.replace(/:\d+$/, '')}'`;

function howToAdd(key: HostKey, owner: KeyOwner): string {
  const file = owner.paths[0] ?? '~/.ssh/known_hosts';
  return `compare the fingerprint with the host's own (ssh-keygen -lf on its console), then add to ${file} the line: ${lookupName(owner)} ${key.type} ${key.blob.toString('base64')}`;
}

function unknownError(
  key: HostKey,
  owner: KeyOwner,
  { lines, files }: { lines: readonly KnownHost[]; files: readonly KnownHostsFile[] },
): SshError {
  const authority = lines.find(({ marker }) => marker === 'cert-authority');
  const others = lines.filter(({ marker }) => marker === undefined);
  const unreadable = files.flatMap((file) => file.unreadable);
  const hints = [
    ...(authority === undefined
      ? []
      : [`${authority.place} knows a certificate authority for it: certificates need the transport 'openssh'`]),
    ...(others.length === 0 ? [] : [`known are ${others.map((line) => `${said(line)} (${line.place})`).join(', ')}`]),
    ...(unreadable.length === 0
      ? []
      : [`lines that could not be read: ${unreadable.map(({ place, why }) => `${place} (${why})`).join(', ')}`]),
    howToAdd(key, owner),
  ];
  const where = owner.paths.length === 0 ? 'no known_hosts file is configured' : `not in ${owner.paths.join(', ')}`;
  return new SshError(
    'SSH_HOST_KEY_UNKNOWN',
    `the ${said(key)} of ${owner.host} (${lookupName(owner)}) is unknown, ${where}; ${hints.join('; ')}`,
    { host: owner.host, fingerprint: fingerprintOf(key.blob), place: authority?.place ?? others[0]?.place },
  );
}

function changedError(key: HostKey, owner: KeyOwner, known: KnownHost): SshError {
  return new SshError(
    'SSH_HOST_KEY_CHANGED',
    `${owner.host} (${lookupName(owner)}) presents the ${said(key)}, but ${known.place} knows the ${said(known)}: either the host was installed anew, or somebody stands in between; if it is right, remove the old line (${removal(owner, known.place)}); ${howToAdd(key, owner)}`,
    { host: owner.host, fingerprint: fingerprintOf(key.blob), place: known.place },
  );
}

function revokedError(key: HostKey, owner: KeyOwner, line: KnownHost): SshError {
  return new SshError(
    'SSH_HOST_KEY_REVOKED',
    `the ${said(key)} of ${owner.host} (${lookupName(owner)}) is revoked by ${line.place}: the host needs a new key`,
    { host: owner.host, fingerprint: fingerprintOf(key.blob), place: line.place },
  );
}
