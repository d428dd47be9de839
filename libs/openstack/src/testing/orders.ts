import type { SimulatedServer } from './compute/compute-records.ts';

/** What becomes of a server's next move instead of what would. Without one it succeeds. */
export type MigrationOutcome =
  /**
   * Live: the destination refuses; the record says `error`, then `failed`, the server stays ACTIVE where it was.
   * Cold: the source fails; the server is in ERROR with a fault.
   */
  | 'fails'
  /** Live only: the driver gives up; the record says `failed` while every event of the action says Success. */
  | 'fails-silently'
  /** The scheduler finds nothing: the record says `error`, the action `Error`; the server is left as it was. */
  | 'no-valid-host'
  /** The record says `completed` (cold: `finished`) and the server is where it was. */
  | 'completes-without-moving'
  /** The record says `error` midway, and then it completes after all. */
  | 'errs-and-completes'
  /** Live only: it arrives in ERROR. */
  | 'arrives-in-error'
  /** It copies for ever, or until it is aborted. */
  | 'hangs'
  /** It succeeds after that long. */
  | { seconds: number };

/** What becomes of a server's next snapshot: it `fails` (the image vanishes), `hangs` in saving, or takes that long. */
export type SnapshotOutcome = 'fails' | 'hangs' | { seconds: number };

/** What becomes of a server's next confirmation: it `fails` (the server is in ERROR), or takes that long. */
export type ConfirmOutcome = 'fails' | { seconds: number };

/** What becomes of the next server that is built: ERROR with a fault, or BUILD for ever. */
export type BuildOutcome = 'fails' | 'hangs';

/**
 * What becomes of a server's next stop, start, pause, suspension, rescue, rebuild or shelving, or the way back from one: it
 * `hangs` for ever, takes that long, or `fails`. Rescue and rebuild leave it in ERROR with a fault then; the others leave it as it
 * was, without one, and only the action says Error.
 */
export type ActionOutcome = 'fails' | 'hangs' | { seconds: number };

/** What becomes of what cinder was asked for: it fails as the service fails at it, never ends, or takes that long. */
export type VolumeOutcome = 'fails' | 'hangs' | { seconds: number };

export type VolumeOperation = 'create' | 'snapshot' | 'extend' | 'retype' | 'upload' | 'attach' | 'detach' | 'delete';

/** How often an order holds; default once. */
export interface OrderOptions {
  times?: number;
}

interface Order {
  server: string;
  outcome: unknown;
  left: number;
}

/** Orders what shall become of what the cloud has yet to do. When several fit, the oldest is taken. */
export class Orders {
  readonly #migrations: Order[] = [];
  readonly #snapshots: Order[] = [];
  readonly #confirms: Order[] = [];
  readonly #builds: Order[] = [];
  readonly #volumes = new Map<VolumeOperation, Order[]>();
  readonly #actions: Order[] = [];

  /** @param volume a volume's id or name, or a snapshot's to be made or deleted, or `*` for whichever comes next */
  volume(operation: VolumeOperation, volume: string, outcome: VolumeOutcome, options: OrderOptions = {}): void {
    const orders = this.#volumes.get(operation) ?? [];
    orders.push({ server: volume, outcome, left: options.times ?? 1 });
    this.#volumes.set(operation, orders);
  }

  /** @param server its id or name, or `*` for whichever comes next */
  migration(server: string, outcome: MigrationOutcome, options: OrderOptions = {}): void {
    this.#migrations.push({ server, outcome, left: options.times ?? 1 });
  }

  /** @param server its id or name, or `*` for whichever comes next */
  snapshot(server: string, outcome: SnapshotOutcome, options: OrderOptions = {}): void {
    this.#snapshots.push({ server, outcome, left: options.times ?? 1 });
  }

  /** @param server its id or name, or `*` for whichever comes next */
  confirm(server: string, outcome: ConfirmOutcome, options: OrderOptions = {}): void {
    this.#confirms.push({ server, outcome, left: options.times ?? 1 });
  }

  /** @param name the new server's, or `*` */
  build(name: string, outcome: BuildOutcome, options: OrderOptions = {}): void {
    this.#builds.push({ server: name, outcome, left: options.times ?? 1 });
  }

  /** @param server its id or name, or `*` for whichever comes next */
  action(server: string, outcome: ActionOutcome, options: OrderOptions = {}): void {
    this.#actions.push({ server, outcome, left: options.times ?? 1 });
  }

  takeVolume(operation: VolumeOperation, volume: { id: string; name: string | null }): VolumeOutcome | undefined {
    return take(this.#volumes.get(operation) ?? [], volume) as VolumeOutcome | undefined;
  }

  takeMigration(server: SimulatedServer): MigrationOutcome | undefined {
    return take(this.#migrations, server) as MigrationOutcome | undefined;
  }

  takeSnapshot(server: SimulatedServer): SnapshotOutcome | undefined {
    return take(this.#snapshots, server) as SnapshotOutcome | undefined;
  }

  takeConfirm(server: SimulatedServer): ConfirmOutcome | undefined {
    return take(this.#confirms, server) as ConfirmOutcome | undefined;
  }

  takeAction(server: SimulatedServer): ActionOutcome | undefined {
    return take(this.#actions, server) as ActionOutcome | undefined;
  }

  takeBuild(server: SimulatedServer): BuildOutcome | undefined {
    return take(this.#builds, server) as BuildOutcome | undefined;
  }
}

function take(orders: Order[], { id, name }: { id: string; name: string | null }): unknown {
  const order = orders.find((one) => one.server === id || one.server === name || one.server === '*');
  if (order === undefined) return undefined;
  order.left -= 1;
  if (order.left <= 0) orders.splice(orders.indexOf(order), 1);
  return order.outcome;
}
