import { type Api, pathOf } from './api.ts';

/** A question (`core.ask`) that waits for its answer. Its id is that of its execution. */
export interface Inquiry {
  id: string;
  /** Where it is to be shown. */
  route: string;
  /** Minutes. StackStorm ends it only where its garbage collector is told to. */
  ttl: number;
  /** StackStorm users who may answer; empty: everybody. */
  users: readonly string[];
  roles: readonly string[];
  /** What an answer must be; StackStorm's JSON schema. */
  schema: Readonly<Record<string, unknown>>;
}

/** Questions to people. */
export class Inquiries {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Those that wait. This list knows no offset, and without a limit gives everything: st2api/controllers/v1/inquiries.py. */
  async list(): Promise<Inquiry[]> {
    return this.#api.request<Inquiry[]>({ method: 'GET', path: '/inquiries', label: 'list the inquiries' });
  }

  /** @throws STACKSTORM_NOT_FOUND; STACKSTORM_BAD_REQUEST where it has been answered, timed out, or is no inquiry */
  async get(id: string): Promise<Inquiry> {
    return this.#api.request<Inquiry>({ method: 'GET', path: pathOf`/inquiries/${id}`, label: `get inquiry ${id}` });
  }

  /**
   * Answers it; its workflow goes on. Who answered is not kept by StackStorm: put it into the answer.
   * @throws STACKSTORM_BAD_REQUEST where the answer does not fit or there is one already, STACKSTORM_FORBIDDEN for other users than it names
   */
  async respond(id: string, response: Readonly<Record<string, unknown>>): Promise<void> {
    const body = { id, response };
    // A second answer is refused, and would hide that the first one was taken.
    const operation = { method: 'PUT', path: pathOf`/inquiries/${id}`, repeatable: false } as const;
    await this.#api.request({ ...operation, label: `answer inquiry ${id}`, body });
  }

  /**
   * Ends one that nobody need answer any more. StackStorm cancels no execution that is `pending`, but takes another status for it
   * (st2api/controllers/v1/actionexecutions.py, `put`).
   * @param status `timeout` where its time is over; default `abandoned`
   * @throws STACKSTORM_COMPLETED where it has ended already, as by an answer; STACKSTORM_NOT_FOUND
   */
  async withdraw(id: string, { status = 'abandoned' }: { status?: 'abandoned' | 'timeout' } = {}): Promise<void> {
    const path = pathOf`/executions/${id}`;
    await this.#api.request({ method: 'PUT', path, label: `withdraw inquiry ${id}`, body: { status } });
  }
}
