import { RunbookError, errorValue } from '../errors.ts';
import { type PlanNode } from '../plan.ts';
import { Skipped } from '../outcomes.ts';
import { type EachOptions, type EachReport, type ItemReport } from '../run-context.ts';
import { type RunState, type Strand, strandOf } from '../run-state.ts';
import { toJson } from '../json.ts';
import { type ItemStatus } from '../events.ts';
import { Slots } from './slots.ts';

/** One lane: its item's work, on a strand of its own. */
export type LaneBody<I, R> = (strand: Strand, item: I) => Promise<R>;
/** The gate before a batch. */
export type Gate<I> = (strand: Strand, batch: readonly I[]) => Promise<void>;

/** A lane per item, with a report per item; an item's failure is never thrown. */
export async function each<I, R>(
  run: RunState,
  strand: Strand,
  name: string,
  items: readonly I[],
  options: EachOptions<I>,
  body: LaneBody<I, R>,
  gate: Gate<I> | undefined,
): Promise<EachReport<R>> {
  const path = run.claim(strand, name);
  const keyed = keysOf(path, items, options);
  const group = run.note(strand, path, 'each', 'group');
  run.emit({
    key: `${path}!started`,
    path,
    type: 'step',
    verb: 'each',
    status: 'started',
    value: { items: keyed.length },
  });

  const allowed = failuresAllowed(options.maxFailures ?? 0, keyed.length);
  const reports = new Map<string, ItemReport<R>>();
  const planned = new Map<string, PlanNode>();
  let failures = 0;
  let stopped: string | undefined;

  const why = () =>
    run.cancelled && !strand.shielded
      ? 'the run was asked to stop'
      : (stopped ?? (failures > allowed ? `${failures} failed, ${allowed} allowed` : undefined));

  const one = async ({ item, key, label }: Keyed<I>): Promise<void> => {
    const itemPath = `${path}/${key}`;
    const tell = (status: ItemStatus | 'started', more = {}) =>
      run.emit({
        key: `${itemPath}!${status === 'started' ? 'started' : 'ended'}`,
        path: itemPath,
        type: 'item',
        each: path,
        item: key,
        label,
        status,
        ...more,
      });
    const refused = why();
    if (refused !== undefined) {
      reports.set(key, { key, status: 'skipped', why: refused });
      tell('skipped', { why: refused });
      return;
    }
    tell('started');
    const { report, nodes } = await run.lanes.lane(itemPath, strand.lane, async (lane) => {
      const own = strandOf(lane, strand.shielded);
      const found = await laneReport(key, own, itemPath, () => body(own, item));
      if (own.changed) strand.changed = true;
      return { report: found, nodes: own.nodes };
    });
    if (report.status === 'failed' && report.error?.code !== 'UNKNOWN_IN_PLAN') failures += 1;
    reports.set(key, report);
    planned.set(key, itemNode(itemPath, label, report, nodes));
    const { status, why: reason, error } = report;
    tell(status, {
      ...(reason !== undefined && { why: reason }),
      ...(error && { error }),
      ...(report.value !== undefined && { value: report.value as never }),
    });
  };

  for (const [index, batch] of batches(keyed, options.ramp).entries()) {
    if (gate !== undefined && why() === undefined) {
      stopped = await gateRefuses(
        run,
        strand,
        `${path}#before:${index + 1}`,
        gate,
        batch.map(({ item }) => item),
      );
    }
    const slots = new Slots(batch, options.concurrency ?? 1, options.limit && limitOf(options.limit));
    await run.lanes.hold(strand.lane, slots.work(one));
  }
  // In the order of the items and not of their ends, so that a plan reads the same twice.
  group.children = keyed.flatMap(({ key }) => planned.get(key) ?? []);
  const sorted = keyed.map(({ key }) => reports.get(key) as ItemReport<R>);
  const count = (status: ItemStatus) => sorted.filter((report) => report.status === status).length;
  const totals = {
    changed: count('changed'),
    unchanged: count('unchanged'),
    skipped: count('skipped'),
    failed: count('failed'),
  };
  run.emit({ key: `${path}!ended`, path, type: 'step', verb: 'each', status: 'done', value: totals });
  return { items: sorted, ...totals };
}

interface Keyed<I> {
  item: I;
  key: string;
  label: string;
}

function keysOf<I>(path: string, items: readonly I[], { key, label }: EachOptions<I>): Keyed<I>[] {
  const seen = new Set<string>();
  return items.map((item) => {
    // Keys come from the world (a name may hold a slash); paths must stay readable and unambiguous.
    const own = key(item).replace(/[%/#]/g, encodeURIComponent);
    if (own === '') throw new RunbookError('INVALID_NAME', `an item of '${path}' has an empty key`);
    if (seen.has(own)) throw new RunbookError('DUPLICATE_STEP', `two items of '${path}' have the key '${own}'`);
    seen.add(own);
    return { item, key: own, label: label?.(item) ?? own };
  });
}

const failuresAllowed = (max: number, items: number): number => (max > 0 && max < 1 ? Math.floor(max * items) : max);

const limitOf =
  <I>({ by, max }: { by: (item: I) => string; max: number }) =>
  ({ item }: Keyed<I>) => ({ group: by(item), max });

function batches<T>(items: T[], ramp: readonly number[] | undefined): T[][] {
  if (ramp === undefined || ramp.length === 0) return items.length === 0 ? [] : [items];
  const found: T[][] = [];
  for (let at = 0; at < items.length;) {
    const size = Math.max(1, ramp[Math.min(found.length, ramp.length - 1)] ?? 1);
    found.push(items.slice(at, at + size));
    at += size;
  }
  return found;
}

async function gateRefuses<I>(
  run: RunState,
  strand: Strand,
  path: string,
  gate: Gate<I>,
  batch: I[],
): Promise<string | undefined> {
  try {
    await run.lanes.lane(path, strand.lane, (lane) => gate(strandOf(lane, strand.shielded), batch));
    return undefined;
  } catch (error) {
    return `the gate before the batch did not open: ${errorValue(error).message}`;
  }
}

async function laneReport<R>(
  key: string,
  strand: Strand,
  path: string,
  body: () => Promise<R>,
): Promise<ItemReport<R>> {
  try {
    const value = toJson(await body(), path) as R | undefined;
    return { key, status: strand.changed ? 'changed' : 'unchanged', ...(value !== undefined && { value }) };
  } catch (thrown) {
    const error = errorValue(thrown);
    if (thrown instanceof Skipped || error.code === 'CANCELLED' || error.code === 'LEASE_HELD') {
      return { key, status: 'skipped', why: error.message };
    }
    return { key, status: 'failed', why: error.message, error };
  }
}

function itemNode(path: string, name: string, report: ItemReport<unknown>, children: PlanNode[]): PlanNode {
  const unknown = report.error?.code === 'UNKNOWN_IN_PLAN';
  const status = unknown
    ? 'unknown'
    : report.status === 'failed'
      ? 'would-fail'
      : report.status === 'skipped'
        ? 'skipped'
        : 'group';
  return { path, name, verb: 'each', status, ...(report.why !== undefined && { why: report.why }), children };
}
