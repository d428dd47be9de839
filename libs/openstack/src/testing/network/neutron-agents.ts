import { isAgentUp } from './network-agents-work.ts';
import { assign } from './network-record.ts';
import type { SimulatedNetworkAgent } from './network-records.ts';
import { type NeutronApi, type NeutronCall, param } from './neutron-api.ts';
import { type Attributes, checkChanges } from './neutron-body.ts';
import { httpNotFound, notFound } from './neutron-errors.ts';
import { listAnswer, pick } from './neutron-list.ts';

const ATTRIBUTES: Attributes = {
  id: {},
  agent_type: {},
  binary: {},
  topic: {},
  host: {},
  admin_state_up: { put: true, type: 'boolean' },
  description: { put: true },
  alive: {},
  availability_zone: {},
};

/** `/agents`: for admins. Others see none, and none of them exists for them. */
export function serveNetworkAgents(api: NeutronApi): void {
  const { state } = api.world;
  api.route('GET', '/agents', (call) => {
    const seen = call.caller.admin ? state.networkAgents : [];
    const views = seen.map((agent) => agentView(call, agent));
    return listAnswer(call, views, { collection: 'agents', attributes: ATTRIBUTES, paged: false });
  });
  api.route('GET', '/agents/:id', (call) => ({
    status: 200,
    body: { agent: pick(agentView(call, agentOf(call)), call.request.query) },
  }));
  api.route('PUT', '/agents/:id', (call) => {
    const agent = agentOf(call);
    const { agent: given = {} } = (call.request.body ?? {}) as { agent?: Record<string, unknown> };
    checkChanges(call, 'agent', ATTRIBUTES, given);
    assign(agent, { admin_state_up: 'adminStateUp', description: 'description' }, given);
    return { status: 200, body: { agent: agentView(call, agent) } };
  });
  api.route('DELETE', '/agents/:id', (call) => {
    const agent = agentOf(call);
    state.networkAgents = state.networkAgents.filter((one) => one !== agent);
    return { status: 204 };
  });
}

function agentOf(call: NeutronCall): SimulatedNetworkAgent {
  if (!call.caller.admin) throw httpNotFound();
  const id = param(call, 'id');
  const agent = call.world.state.networkAgents.find((one) => one.id === id);
  if (agent === undefined) throw notFound('Agent', 'Agent', id);
  return agent;
}

// Agents' times are the database's own: `2026-11-21 15:48:04`.
const time = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');

const HEARTBEAT_MS = 30_000;

function agentView({ world }: NeutronCall, agent: SimulatedNetworkAgent) {
  const now = world.timeline.now();
  const seen = agent.alive ? Math.max(agent.seenAt, now - (now % HEARTBEAT_MS)) : agent.seenAt;
  return {
    id: agent.id,
    agent_type: agent.agentType,
    binary: agent.binary,
    topic: agent.topic,
    host: agent.host,
    admin_state_up: agent.adminStateUp,
    created_at: time(agent.createdAt),
    started_at: time(agent.startedAt),
    heartbeat_timestamp: time(seen),
    description: agent.description,
    resources_synced: null,
    availability_zone: null,
    alive: isAgentUp(world, agent),
    configurations: {},
  };
}
