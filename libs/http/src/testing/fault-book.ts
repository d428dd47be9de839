import type { Fault, FaultOptions, Faults } from './faults.ts';
import type { SimulatorRequest } from './handler.ts';

interface Order extends FaultOptions {
  method: string;
  path: RegExp;
  fault: Fault;
  /** How often it still happens; Infinity for a standing order. */
  left: number;
  /** How many matching requests still pass before it happens. */
  toPass: number;
}

/** The orders of one simulator. */
export class FaultBook implements Faults {
  #orders: Order[] = [];

  next(matcher: string, fault: Fault, options: FaultOptions & { times?: number } = {}): void {
    this.#order(matcher, fault, options, options.times ?? 1);
  }

  always(matcher: string, fault: Fault, options: FaultOptions = {}): () => void {
    const order = this.#order(matcher, fault, options, Infinity);
    return () => {
      this.#orders = this.#orders.filter((other) => other !== order);
    };
  }

  clear(): void {
    this.#orders = [];
  }

  get pending(): number {
    return this.#orders.reduce((sum, { left }) => sum + (left === Infinity ? 0 : left), 0);
  }

  /** The fault of this request, if any; it counts as happened. */
  take(request: SimulatorRequest): Fault | undefined {
    // Every matching order counts the request as passed, whichever order is served.
    const due = this.#orders.filter((order) => matches(order, request) && (order.toPass -= 1) < 0);
    const order = due[0];
    if (order === undefined) return undefined;
    order.left -= 1;
    if (order.left === 0) this.#orders = this.#orders.filter((other) => other !== order);
    return order.fault;
  }

  #order(matcher: string, fault: Fault, options: FaultOptions, left: number): Order {
    const [method, path, ...rest] = matcher.split(' ');
    if (method === undefined || !path?.startsWith('/') || rest.length > 0) {
      throw new TypeError(`'${matcher}' is no matcher: write a method, a blank and a path, e.g. 'GET /servers/*'`);
    }
    const order = { ...options, method, path: glob(path), fault, left, toPass: options.after ?? 0 };
    this.#orders.push(order);
    return order;
  }
}

const matches = (order: Order, request: SimulatorRequest): boolean =>
  (order.method === '*' || order.method === request.method) &&
  order.path.test(request.path) &&
  (order.when?.(request) ?? true);

function glob(path: string): RegExp {
  const source = path
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, (stars) => (stars.length > 1 ? '.*' : '[^/]*'));
  return new RegExp(`^${source}$`);
}
