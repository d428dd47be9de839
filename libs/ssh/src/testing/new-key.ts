import ssh2 from 'ssh2';

/** A new ed25519 key pair in OpenSSH's format. */
export function newKey(): { private: string; public: string } {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    // One in some hundred of those that ssh2 1.17 makes it cannot read itself.
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) return pair;
  }
}
