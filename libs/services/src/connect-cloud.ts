import { type Context } from '@opsbook/context';
import { type CloudConfig, OpenStackClient } from '@opsbook/openstack';

/** The client of a cloud. With a `cloudId`, lease targets carry it instead of keystone's address and the region. */
export function connectCloud(config: CloudConfig, context: Context, cloudId: string | undefined): OpenStackClient {
  return cloudId === undefined ? new OpenStackClient(config, context) : new NamedCloud(config, context, cloudId);
}

class NamedCloud extends OpenStackClient {
  readonly #id: string;

  constructor(config: CloudConfig, context: Context, id: string) {
    super(config, context);
    this.#id = id;
  }

  override targetOf(kind: string, name: string): string {
    return `${this.#id}/${kind}/${name}`;
  }
}
