import { OpenStackError } from '../core/errors.ts';
import type { ServiceClient } from '../core/service-client.ts';
import type { Image } from './image-shape.ts';
import { type Images, imagePath } from './images.ts';
import { verified } from './verified.ts';

export interface TransferOptions {
  /** Called with the bytes so far, chunk by chunk. */
  onProgress?: (bytes: number) => void;
  /** Ends it; what the service has by then it throws away. */
  signal?: AbortSignal;
}

export interface UploadOptions extends TransferOptions {
  /** Sent beforehand; a source of another length ends the upload. Default: unknown. */
  sizeBytes?: number;
}

/** An image on its way. */
export interface ImageDownload {
  image: Image;
  /**
   * Read no faster than the caller takes it; to be read to its end or left (`break`). After the last chunk it throws
   * OPENSTACK_CORRUPT when size or hash are not the image's.
   */
  data: AsyncIterable<Uint8Array>;
}

/** How data that is staged, or elsewhere, becomes an image's. */
export type ImageImport =
  /** Of what was staged. */
  (
    | { method: 'glance-direct' }
    /** Glance fetches it, where its configuration lets it. */
    | { method: 'web-download'; uri: string }
    /** From the stores that have it to others; for admins. */
    | { method: 'copy-image' }
  ) & {
    /** Default: the cloud's. */
    stores?: readonly string[];
  };

/** The data of images, which is never in memory as a whole. */
export class ImageData {
  readonly #glance: ServiceClient;
  readonly #images: Images;

  constructor(glance: ServiceClient, images: Images) {
    this.#glance = glance;
    this.#images = images;
  }

  /**
   * Sends the data of a `queued` image, which is active when this resolves. It is sent once, whatever happens: a source
   * cannot be read twice. When it breaks off, glance takes the image back to `queued`.
   * @throws OPENSTACK_CONFLICT when it has data already; OPENSTACK_BAD_REQUEST without its formats; with `outcomeUnknown`
   * when the connection broke or nothing moved for the client's time-out: look at the image
   */
  async upload(id: string, source: AsyncIterable<Uint8Array>, options: UploadOptions = {}): Promise<Image> {
    await this.#send(id, '/file', `upload image ${id}`, source, options);
    return this.#images.get(id);
  }

  /** The same into glance's staging area, for {@link import} by `glance-direct`. */
  async stage(id: string, source: AsyncIterable<Uint8Array>, options: UploadOptions = {}): Promise<void> {
    await this.#send(id, '/stage', `stage image ${id}`, source, options);
  }

  /**
   * Starts an import; `images.untilActive` tells when it is through. Which methods there are says `importMethods`.
   * @throws OPENSTACK_CONFLICT when nothing is staged or formats are missing; OPENSTACK_BAD_REQUEST for an unknown method or
   * an address that the cloud does not allow
   */
  async import(id: string, { method, stores, ...rest }: ImageImport): Promise<void> {
    await this.#glance.request({
      method: 'POST',
      path: imagePath(id, '/import'),
      body: { method: { name: method, ...rest }, ...(stores !== undefined && { stores }) },
      label: `import image ${id} by ${method}`,
    });
  }

  /**
   * @throws OPENSTACK_CONFLICT when it has no data; OPENSTACK_NOT_FOUND also when it is deactivated, for all but admins
   */
  async download(id: string, { onProgress, signal }: TransferOptions = {}): Promise<ImageDownload> {
    const image = await this.#images.get(id);
    const label = `download image ${id}`;
    const answer = await this.#glance.request<AsyncIterable<Uint8Array>>({
      method: 'GET',
      path: imagePath(id, '/file'),
      answer: 'stream',
      label,
      ...(signal !== undefined && { signal }),
    });
    if (answer.status === 204) {
      const message = `${label}: it has no data, it is ${image.status}`;
      throw new OpenStackError('OPENSTACK_CONFLICT', message, { service: 'image', status: 204 });
    }
    return { image, data: verified(answer.body, { image, label, onProgress, requestId: answer.requestId }) };
  }

  async #send(
    id: string,
    part: '/file' | '/stage',
    label: string,
    source: AsyncIterable<Uint8Array>,
    { sizeBytes, onProgress, signal }: UploadOptions,
  ): Promise<void> {
    await this.#glance.request({
      method: 'PUT',
      path: imagePath(id, part),
      upload: { source: counted(source, onProgress), ...(sizeBytes !== undefined && { length: sizeBytes }) },
      label,
      ...(signal !== undefined && { signal }),
    });
  }
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  onProgress: TransferOptions['onProgress'],
): AsyncGenerator<Uint8Array, void> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    onProgress?.(bytes);
    yield chunk;
  }
}
