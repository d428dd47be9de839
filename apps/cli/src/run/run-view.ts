import type { ErrorValue, Json, RunEvent, StoredEvent, Verb } from '@opsbook/runbook';
import { secondsBetween } from '../format/duration.ts';

/** A step or an item as far as its run has told of it. */
export interface ViewNode {
  path: string;
  /** What people call it: an item's label, a step's name. */
  name: string;
  kind: 'step' | 'item';
  verb?: Verb;
  status: Extract<RunEvent, { type: 'step' | 'item' }>['status'];
  why?: string;
  error?: ErrorValue;
  value?: Json;
  /** UTC ISO 8601. */
  startedAt?: string;
  endedAt?: string;
  /** The latest that its lane said about how far it is. */
  progress?: Json;
  /** When it said so: UTC ISO 8601. */
  progressAt?: string;
  children: ViewNode[];
}

export const isOpen = ({ status }: Pick<ViewNode, 'status'>): boolean => status === 'started' || status === 'changing';

/** What a run's events add up to. */
export class RunView {
  /** Steps of the run itself. */
  readonly roots: ViewNode[] = [];
  /** Said of the run as a whole. */
  progress: Json | undefined;
  /** Paths of questions that were asked and not answered. */
  readonly asked = new Set<string>();
  readonly #nodes = new Map<string, ViewNode>();

  /** @param events oldest first */
  static of(events: readonly StoredEvent[]): RunView {
    const view = new RunView();
    for (const event of events) view.apply(event);
    return view;
  }

  apply(event: StoredEvent): void {
    if (event.type === 'progress') {
      const node = this.#enclosing(event.path);
      if (node === undefined) this.progress = event.data;
      else Object.assign(node, { progress: event.data, progressAt: event.at });
      return;
    }
    if (event.type === 'asked') this.asked.add(event.path);
    if (event.type === 'answered') this.asked.delete(event.path);
    if (event.type !== 'step' && event.type !== 'item') return;
    const node = this.#node(event.path, event.type);
    node.status = event.status;
    if (event.type === 'step') node.verb = event.verb;
    else node.name = event.label ?? event.item;
    if (event.why !== undefined) node.why = event.why;
    if (event.error !== undefined) node.error = event.error;
    if (event.value !== undefined) node.value = event.value;
    if (event.status === 'started') node.startedAt = event.at;
    else if (event.status !== 'changing') node.endedAt = event.at;
  }

  /** The step or item at `path`. */
  node(path: string): ViewNode | undefined {
    return this.#nodes.get(path);
  }

  /** Every node, parents before children. */
  nodes(): ViewNode[] {
    const all = (nodes: readonly ViewNode[]): ViewNode[] => nodes.flatMap((node) => [node, ...all(node.children)]);
    return all(this.roots);
  }

  /** Whether somebody was asked, by the run itself or perhaps by one that it started. */
  mayWaitForPeople(): boolean {
    return this.asked.size > 0 || this.nodes().some((node) => node.verb === 'run' && isOpen(node));
  }

  /** A path as people say it: items by their labels. */
  title(path: string): string {
    const parts = path.split('/').map((_, i, all) => all.slice(0, i + 1).join('/'));
    return parts.map((part) => this.#nodes.get(part)?.name ?? nameOf(part)).join(' / ');
  }

  #node(path: string, kind: ViewNode['kind']): ViewNode {
    const known = this.#nodes.get(path);
    if (known !== undefined) return known;
    const node: ViewNode = { path, name: nameOf(path), kind, status: 'started', children: [] };
    (this.#enclosing(path)?.children ?? this.roots).push(node);
    this.#nodes.set(path, node);
    return node;
  }

  /** The innermost node that `path` lies in. */
  #enclosing(path: string): ViewNode | undefined {
    for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/')))) {
      const node = this.#nodes.get(at.replace(/#.*$/, ''));
      if (node !== undefined) return node;
    }
    return undefined;
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Seconds a node took; undefined while it goes on, or where it never began. */
export function secondsOf({ startedAt, endedAt }: ViewNode): number | undefined {
  return startedAt === undefined || endedAt === undefined ? undefined : secondsBetween(startedAt, endedAt);
}

/** Why a node was skipped or failed; '' where there is nothing to say. */
export const whyOf = ({ why, error }: Pick<ViewNode, 'why' | 'error'>): string => why ?? error?.message ?? '';

/** An item's key: the last part of its path. */
export const keyOf = ({ path }: Pick<ViewNode, 'path'>): string => nameOf(path);
