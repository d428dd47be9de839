import { OpenStackError } from '../core/errors.ts';
import type { ServiceClient } from '../core/service-client.ts';
import { utc, utcOrNull } from '../core/utc.ts';
import type { PageFilter } from './neutron.ts';
import { type Names, rename } from '../core/rename.ts';
import { NeutronResources } from './resources.ts';

/** One of neutron's daemons on one host. For admins: others see none. */
export interface NetworkAgent {
  id: string;
  /** `Open vSwitch agent`, `L3 agent`, `DHCP agent`, `Metadata agent`, ... */
  agentType: string;
  binary: string;
  host: string;
  /** What an operator set: nothing new is scheduled to a disabled agent, and it goes on with what it has. */
  adminStateUp: boolean;
  /** There was a heartbeat within `agent_down_time` (75 s by default). */
  alive: boolean;
  description: string | null;
  availabilityZone: string | null;
  topic: string;
  /** What it reports of itself. */
  configurations: Record<string, unknown>;
  createdAt: string;
  startedAt: string | null;
  heartbeatAt: string;
}

export interface NetworkAgentFilter extends PageFilter {
  id?: string | readonly string[];
  host?: string | readonly string[];
  binary?: string | readonly string[];
  agentType?: string | readonly string[];
  alive?: boolean;
  adminStateUp?: boolean;
}

const FILTERS: Names<Omit<NetworkAgentFilter, 'limit'>> = {
  id: 'id',
  host: 'host',
  binary: 'binary',
  agentType: 'agent_type',
  alive: 'alive',
  adminStateUp: 'admin_state_up',
};

const CHANGES = { adminStateUp: 'admin_state_up', description: 'description' } as const;

/** `/v2.0/agents` */
export class NetworkAgents extends NeutronResources<NeutronAgent, NetworkAgent, NetworkAgentFilter> {
  constructor(neutron: ServiceClient) {
    super(neutron, { item: 'agent', collection: 'agents', what: 'network agent', filters: FILTERS, read: agent });
  }

  /** @throws OPENSTACK_NOT_FOUND when that host runs no such agent, or the user may not see it */
  async find({ host, binary }: { host: string; binary: string }): Promise<NetworkAgent> {
    const [found] = await this.list({ host, binary });
    if (found !== undefined) return found;
    throw new OpenStackError('OPENSTACK_NOT_FOUND', `there is no ${binary} on host '${host}'`, { service: 'network' });
  }

  /** Schedules to it again. */
  async enable(id: string): Promise<NetworkAgent> {
    return this.update(id, { adminStateUp: true });
  }

  /** Schedules nothing new to it. */
  async disable(id: string): Promise<NetworkAgent> {
    return this.update(id, { adminStateUp: false });
  }

  async update(id: string, changes: { adminStateUp?: boolean; description?: string | null }): Promise<NetworkAgent> {
    return this.change(id, rename(CHANGES, changes));
  }
}

interface NeutronAgent {
  id: string;
  agent_type: string;
  binary: string;
  host: string;
  admin_state_up: boolean;
  alive: boolean;
  description: string | null;
  availability_zone?: string | null;
  topic: string;
  configurations: Record<string, unknown>;
  created_at: string;
  started_at: string | null;
  heartbeat_timestamp: string;
}

const agent = (raw: NeutronAgent): NetworkAgent => ({
  id: raw.id,
  agentType: raw.agent_type,
  binary: raw.binary,
  host: raw.host,
  adminStateUp: raw.admin_state_up,
  alive: raw.alive,
  description: raw.description,
  availabilityZone: raw.availability_zone ?? null,
  topic: raw.topic,
  configurations: raw.configurations,
  createdAt: utc(raw.created_at),
  startedAt: utcOrNull(raw.started_at),
  heartbeatAt: utc(raw.heartbeat_timestamp),
});
