import type { Clock } from '@opsbook/context';
import type { Api } from './api.ts';
import { Downtimes } from './downtimes/downtimes.ts';
import { Hosts } from './hosts.ts';
import { Services } from './services.ts';

/** One Icinga 2. Made by {@link icinga}. */
export class IcingaClient {
  readonly hosts: Hosts;
  readonly services: Services;
  readonly downtimes: Downtimes;
  readonly #api: Api;

  constructor(api: Api, { author, clock }: { author: string; clock: Clock }) {
    this.#api = api;
    this.hosts = new Hosts(api);
    this.services = new Services(api);
    this.downtimes = new Downtimes(api, this.services, { author, clock });
  }

  /** Ends requests and connections. What is asked for afterwards is refused with ICINGA_ABORTED. */
  close(): void {
    this.#api.close();
  }
}
