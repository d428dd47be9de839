import type { ItemStatus } from '../events.ts';
import type { PlanNode } from '../plan-node.ts';
import type { EachOptions, EachReport, ItemReport } from '../run-context.ts';
import type { RunState } from '../run-state.ts';
import type { Strand } from '../strand.ts';
import { type Keyed, batches, failuresAllowed, keysOf, seatsOf } from './batches.ts';
import { gateRefuses, itemNode, laneReport } from './lane-report.ts';
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
  options: Omit<EachOptions<I>, 'before'>,
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
  const gates: PlanNode[] = [];
  let failures = 0;
  let stopped: string | undefined;

  const end = (report: ItemReport<R>, itemPath: string, label: string, nodes: PlanNode[] = []) => {
    reports.set(report.key, report);
    if (run.planning) planned.set(report.key, itemNode(itemPath, label, report, nodes));
  };
  const why = () =>
    run.stopping(strand) ?? stopped ?? (failures > allowed ? `${failures} failed, ${allowed} allowed` : undefined);

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
      end({ key, status: 'skipped', why: refused }, itemPath, label);
      tell('skipped', { why: refused });
      return;
    }
    tell('started');
    const { report, nodes } = await laneReport(run, strand, key, itemPath, (own) => body(own, item));
    if (report.status === 'failed' && report.error?.code !== 'UNKNOWN_IN_PLAN') failures += 1;
    end(report, itemPath, label, nodes);
    const { status, why: reason, error } = report;
    tell(status, {
      ...(reason !== undefined && { why: reason }),
      ...(error && { error }),
      ...(report.value !== undefined && { value: report.value as never }),
    });
  };

  const wentThrough = ({ key }: Keyed<I>) => {
    const report = reports.get(key);
    const isPlanned = report?.error?.code === 'UNKNOWN_IN_PLAN';
    return isPlanned || report?.status === 'changed' || report?.status === 'unchanged';
  };
  let count = 0;
  for (const batch of batches(keyed, options.ramp, (some) => some.some(wentThrough))) {
    count += 1;
    if (gate !== undefined && why() === undefined) {
      const gatePath = `${path}#before:${count}`;
      const opens = (own: Strand) =>
        gate(
          own,
          batch.map(({ item }) => item),
        );
      stopped = await gateRefuses(run, strand, gatePath, gates, opens);
    }
    const slots = new Slots(batch, options.concurrency ?? 1, seatsOf(options.limit));
    await run.lanes.hold(strand.lane, slots.work(one));
  }
  // In the order of the items and not of their ends, so that a plan reads the same twice.
  group.children = [...gates, ...keyed.flatMap(({ key }) => planned.get(key) ?? [])];
  const sorted = keyed.map(({ key }) => reports.get(key) as ItemReport<R>);
  const countOf = (status: ItemStatus) => sorted.filter((report) => report.status === status).length;
  const totals = {
    changed: countOf('changed'),
    unchanged: countOf('unchanged'),
    skipped: countOf('skipped'),
    failed: countOf('failed'),
  };
  run.emit({ key: `${path}!ended`, path, type: 'step', verb: 'each', status: 'done', value: totals });
  return { items: sorted, ...totals };
}
