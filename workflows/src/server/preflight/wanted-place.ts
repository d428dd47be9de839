import type { CandidateRequest, Server, ServerGroupPolicy } from '@opsbook/openstack';

/** A server group as a move of one of its servers meets it. */
export interface GroupOfServer {
  name: string;
  policy: ServerGroupPolicy;
  /** How many may share a host, of anti-affinity. */
  most: number;
  /** Its other servers, by id, and the host of each that has one. */
  others: Readonly<Record<string, string>>;
}

/** How a server is to move. An evacuation builds it anew. */
export type Movement = 'live' | 'cold' | 'evacuation';

/** What a server wants of the host that it is to go to. */
export interface WantedPlace {
  id: string;
  name: string;
  /** The host it is on. */
  from: string;
  zone: string | null;
  how: Movement;
  flavor: Pick<Server['flavor'], 'name' | 'extraSpecs'>;
  /** What nova's scheduler asks placement for. */
  request: CandidateRequest;
  /** The ids of the hypervisors that placement then offers. */
  candidates: ReadonlySet<string>;
  group?: GroupOfServer;
}
