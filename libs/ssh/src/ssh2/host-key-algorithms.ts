import type { ServerHostKeyAlgorithm } from 'ssh2';

// As ssh2 knows them, in OpenSSH's order of preference. ssh-rsa (SHA-1) is left out, as OpenSSH does since 8.8.
const ALL: readonly ServerHostKeyAlgorithm[] = [
  'ssh-ed25519',
  'ecdsa-sha2-nistp256',
  'ecdsa-sha2-nistp384',
  'ecdsa-sha2-nistp521',
  'rsa-sha2-512',
  'rsa-sha2-256',
];

const keyType = (algorithm: string) => (algorithm.startsWith('rsa-sha2-') ? 'ssh-rsa' : algorithm);

/**
 * The host key algorithms to offer: those of keys that are known first, so that a server with several keys shows one that
 * can be checked (sshconnect2.c, order_hostkeyalgs).
 */
export function hostKeyAlgorithms(knownTypes: readonly string[]): ServerHostKeyAlgorithm[] {
  const known = ALL.filter((algorithm) => knownTypes.includes(keyType(algorithm)));
  return [...known, ...ALL.filter((algorithm) => !known.includes(algorithm))];
}
