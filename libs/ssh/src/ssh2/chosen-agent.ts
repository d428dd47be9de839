import ssh2, { type KnownPublicKeys, type ParsedKey } from 'ssh2';

const { OpenSSHAgent } = ssh2;

/** An agent of which only certain keys are used: `IdentitiesOnly` of ssh_config(5). */
export class ChosenAgent extends OpenSSHAgent {
  readonly #only: readonly Buffer[] | undefined;

  constructor(socket: string, only: readonly Buffer[] | undefined) {
    super(socket);
    this.#only = only;
  }

  override getIdentities(callback: (error?: Error | null, keys?: KnownPublicKeys<ParsedKey>) => void): void {
    super.getIdentities((error, keys) => {
      const only = this.#only;
      if (error || keys === undefined || only === undefined) callback(error, keys);
      else
        callback(
          undefined,
          keys.filter((key) => only.some((blob) => blob.equals(blobOf(key)))),
        );
    });
  }
}

// What an agent lists: keys as ssh2 parses them, or wrapped with a comment, or raw.
function blobOf(key: unknown): Buffer {
  if (Buffer.isBuffer(key)) return key;
  if (typeof key === 'string') return Buffer.from(key, 'base64');
  const { pubKey, getPublicSSH } = key as { pubKey?: unknown; getPublicSSH?: () => Buffer };
  return getPublicSSH === undefined ? blobOf(pubKey) : getPublicSSH.call(key);
}
