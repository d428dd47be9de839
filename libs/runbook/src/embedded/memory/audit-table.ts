import { scrub } from '@opsbook/context';
import type { AuditEntry, AuditFilter, StoredAuditEntry } from '../../audit.ts';
import { copy } from './copy.ts';

/** The audit trail. Nothing takes an entry out. */
export class AuditTable {
  readonly #entries: StoredAuditEntry[] = [];

  record(entry: AuditEntry): void {
    this.#entries.push({ ...copy(entry), seq: this.#entries.length + 1 });
  }

  list(filter: AuditFilter): StoredAuditEntry[] {
    const { run, kind, user, runbook, target, since, until, except, after = 0, first, limit } = filter;
    const path = filter.path === undefined ? undefined : scrub(filter.path);
    const below = run === undefined ? undefined : this.#startedBy(run);
    const found = this.#entries.filter(
      (entry) =>
        entry.seq > after &&
        (below === undefined || entry.root === run || (entry.run !== undefined && below.has(entry.run))) &&
        (kind === undefined || kind.includes(entry.kind)) &&
        (user === undefined || entry.by.user === user) &&
        (runbook === undefined || entry.runbook === runbook) &&
        (target === undefined || entry.targets.some((name) => name.includes(target))) &&
        (since === undefined || entry.at >= since) &&
        (until === undefined || entry.at < until) &&
        (except === undefined || entry.root !== except) &&
        (path === undefined || entry.path === path || entry.path?.startsWith(`${path}/`)),
    );
    if (first === 'newest') found.reverse();
    return copy(found.slice(0, limit ?? found.length));
  }

  /** The run and those below it, as the trail knows them: it outlives the runs. */
  #startedBy(id: string): Set<string> {
    const found = new Set([id]);
    for (const { kind, run, details } of this.#entries) {
      const { parent } = (details ?? {}) as { parent?: string };
      if (kind === 'requested' && run !== undefined && parent !== undefined && found.has(parent)) found.add(run);
    }
    return found;
  }
}
