import { type Hash, createHash, getHashes } from 'node:crypto';
import { toOpenStackError } from '../core/error-from-http.ts';
import { OpenStackError } from '../core/errors.ts';
import type { Image } from './image-shape.ts';

interface Expected {
  image: Image;
  label: string;
  onProgress: ((bytes: number) => void) | undefined;
  requestId: string | undefined;
}

/** The data of an image; throws after its last chunk when size or hash are not the image's. */
export async function* verified(
  data: AsyncIterable<Uint8Array>,
  { image, label, onProgress, requestId }: Expected,
): AsyncGenerator<Uint8Array, void, undefined> {
  const wanted = hashOf(image);
  let bytes = 0;
  try {
    for await (const chunk of data) {
      bytes += chunk.length;
      wanted?.hash.update(chunk);
      onProgress?.(bytes);
      yield chunk;
    }
  } catch (error) {
    throw toOpenStackError(error, { service: 'image', label, effect: 'read' });
  }
  const corrupt = (what: string) =>
    new OpenStackError('OPENSTACK_CORRUPT', `${label}: ${what}`, { service: 'image', requestId });
  if (image.sizeBytes !== null && bytes !== image.sizeBytes) {
    throw corrupt(`${bytes} bytes came of an image of ${image.sizeBytes}`);
  }
  const found = wanted?.hash.digest('hex');
  if (wanted !== undefined && found !== wanted.value) {
    throw corrupt(`the ${wanted.algorithm} of what came is ${found}, and of the image ${wanted.value}`);
  }
}

// MD5 where this platform does not know the cloud's algorithm.
function hashOf({ hash, checksum }: Image): { algorithm: string; value: string; hash: Hash } | undefined {
  if (hash !== null && getHashes().includes(hash.algorithm)) return { ...hash, hash: createHash(hash.algorithm) };
  return checksum === null ? undefined : { algorithm: 'md5', value: checksum, hash: createHash('md5') };
}
