import { ServiceClient } from '../core/service-client.ts';
import type { Session } from '../core/session.ts';
import { ImageData } from './image-data.ts';
import { ImageMembers } from './image-members.ts';
import { Images } from './images.ts';

/** Where glance keeps data. */
export interface ImageStore {
  id: string;
  isDefault: boolean;
  description: string | null;
}

/** Glance. */
export class ImageService {
  readonly images: Images;
  readonly data: ImageData;
  readonly members: ImageMembers;
  readonly #glance: ServiceClient;

  constructor(session: Session) {
    this.#glance = new ServiceClient(session, { type: 'image', version: 'v2' });
    this.images = new Images(this.#glance);
    this.data = new ImageData(this.#glance, this.images);
    this.members = new ImageMembers(this.#glance);
  }

  /** @throws OPENSTACK_NOT_FOUND where the cloud has not several stores set up */
  async stores(): Promise<ImageStore[]> {
    const operation = { method: 'GET', path: '/info/stores', key: 'stores', label: 'list image stores' } as const;
    return this.#glance.ask(operation, (body: { stores: GlanceStore[] }) =>
      body.stores.map((one) => ({
        id: one.id,
        // A text in Zed.
        isDefault: String(one.default ?? false) === 'true',
        description: one.description ?? null,
      })),
    );
  }

  /** What {@link ImageData.import} may be asked for: `glance-direct`, `web-download`, `copy-image`, ... */
  async importMethods(): Promise<string[]> {
    const label = 'list import methods';
    return this.#glance.ask(
      { method: 'GET', path: '/info/import', key: 'import-methods', label },
      (body: { 'import-methods': { value: string[] } }) => [...body['import-methods'].value],
    );
  }
}

interface GlanceStore {
  id: string;
  default?: string | boolean;
  description?: string;
}
