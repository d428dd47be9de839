import type { StoredEvent } from '@opsbook/runbook';
import type { RolloutSite } from './rollout.test-support.ts';

/** The maintenance of one hypervisor, as the run tells of it. */
export interface Span {
  host: string;
  batch: number;
  /** Milliseconds since the epoch. */
  from: number;
  until: number;
}

/** The maintenances of a rollout, and which hypervisors were in one at each instant. */
export function lanesOf(events: readonly StoredEvent[]): { spans: Span[]; instants: string[][] } {
  const spans: Span[] = [];
  const open = new Map<string, Span>();
  const instants: string[][] = [];
  let batch = 0;
  for (const event of events) {
    if (event.path === `maintain#before:${batch + 1}/health` && event.type === 'step') batch += 1;
    if (event.type !== 'item' || event.each !== 'maintain') continue;
    const at = Date.parse(event.at);
    const span = open.get(event.item);
    if (event.status === 'started') open.set(event.item, { host: event.item, batch, from: at, until: Infinity });
    else if (span !== undefined) {
      spans.push({ ...span, until: at });
      open.delete(event.item);
    }
    instants.push([...open.keys()]);
  }
  return { spans, instants };
}

/** The most at once of all instants, in each of the groups that an item has. */
export function mostAtOnce(instants: readonly string[][], groupsOf: (host: string) => readonly string[]): number {
  let most = 0;
  for (const hosts of instants) {
    const counts = new Map<string, number>();
    for (const group of hosts.flatMap(groupsOf)) counts.set(group, (counts.get(group) ?? 0) + 1);
    most = Math.max(most, ...counts.values());
  }
  return most;
}

/** What was done to hypervisors while nobody maintained them, or while the scheduler could have used them. */
export function misdeeds({ plays, sim }: RolloutSite, spans: readonly Span[]): string[] {
  const inSpan = (host: string, at: number) =>
    spans.some((span) => span.host === host && span.from <= at && at <= span.until);
  const wrong: string[] = [];
  const updates = servicesOf(sim);
  for (const [host, { told }] of Object.entries(plays)) {
    for (const { what, at } of told) {
      if (!inSpan(host, at)) wrong.push(`${what} of ${host} at ${at}, in no maintenance`);
      const before = updates.filter((one) => one.host === host && one.at <= at).at(-1);
      if (before?.status !== 'disabled') wrong.push(`${what} of ${host}, which is ${before?.status ?? 'enabled'}`);
      const end = what === 'patch' ? at + 60_000 : at;
      const meanwhile = updates.filter((one) => one.host === host && one.at > at && one.at < end);
      if (meanwhile.some(({ status }) => status === 'enabled')) wrong.push(`${host} was enabled during its ${what}`);
      if (occupied(sim, host, at)) wrong.push(`${what} of ${host}, which has servers`);
    }
  }
  for (const { sourceCompute, createdAt } of sim.state.migrations) {
    // To the second.
    const at = Date.parse(createdAt);
    if (!inSpan(sourceCompute, at) && !inSpan(sourceCompute, at + 999))
      wrong.push(`a server left ${sourceCompute} at ${createdAt}, in no maintenance`);
  }
  return wrong;
}

type Cloud = RolloutSite['sim'];

/** Every time that a compute service was enabled or disabled. */
function servicesOf({ requests, state }: Cloud): { host: string; status: string; at: number }[] {
  const hosts = new Map(state.computeServices.map(({ id, host }) => [id, host]));
  return requests.flatMap(({ method, path, body, at, status: answer }) => {
    const [, id] = /\/os-services\/([^/]+)$/.exec(path) ?? [];
    const host = hosts.get(id ?? '');
    const { status } = (body ?? {}) as { status?: string };
    if (method !== 'PUT' || host === undefined || status === undefined || answer !== 200) return [];
    return [{ host, status, at: Date.parse(at) }];
  });
}

const isOver = (status: string) => ['completed', 'failed', 'error', 'cancelled'].includes(status);

/** Whether a server was on the host at a time: by the moves that led there. */
function occupied({ state }: Cloud, host: string, at: number): boolean {
  const moves = state.migrations.filter(({ updatedAt, status }) => updatedAt !== null && status === 'completed');
  return state.servers.some((server) => {
    const own = moves.filter(({ serverId }) => serverId === server.id);
    const next = own.find(({ updatedAt }) => Date.parse(updatedAt ?? '') > at);
    return (next === undefined ? server.host : next.sourceCompute) === host;
  });
}

/**
 * The most servers that a hypervisor ever held, arriving ones counted from when they were sent: rebuilt from where the servers
 * were at first and from all moves.
 */
export function fullest({ state }: Cloud, first: Readonly<Record<string, number>>): number {
  const changes = state.migrations.flatMap(({ sourceCompute, destCompute, createdAt, updatedAt, status }) => {
    if (destCompute === null) return [];
    const [begun, ended] = [Date.parse(createdAt), isOver(status) ? Date.parse(updatedAt ?? '') : Infinity];
    const left = { at: ended, host: status === 'completed' ? sourceCompute : destCompute, by: -1 };
    return [{ at: begun, host: destCompute, by: 1 }, left];
  });
  const now = new Map(Object.entries(first));
  let most = Math.max(...now.values());
  // Of one second, what left makes room for what comes.
  for (const { host, by } of changes.sort((a, b) => a.at - b.at || a.by - b.by)) {
    now.set(host, (now.get(host) ?? 0) + by);
    most = Math.max(most, now.get(host) ?? 0);
  }
  return most;
}
