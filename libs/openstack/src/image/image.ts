import { ServiceClient } from '../core/service-client.ts';
import type { Session } from '../core/session.ts';
import { Images } from './images.ts';

/** Glance. */
export class ImageService {
  readonly images: Images;

  constructor(session: Session) {
    this.images = new Images(new ServiceClient(session, { type: 'image', version: 'v2' }));
  }
}
