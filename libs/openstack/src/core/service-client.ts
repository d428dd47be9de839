import { type Clock, type Effect, type Secret, shared } from '@opsbook/context';
import type { HttpRequest, HttpResponse, Upload } from '@opsbook/http';
import { awaitShared } from './await-shared.ts';
import { endpointOf, ofService } from './catalog.ts';
import { checkAnswer, misread } from './check-answer.ts';
import { type Attempted, toOpenStackError } from './error-from-http.ts';
import { type Agreed, type VersionDocument, compareVersions, negotiate, requireVersion } from './microversion.ts';
import type { Session } from './session.ts';
import type { Token } from './token.ts';

/** What is particular to a service. */
export interface ServiceDefinition {
  /** Its type in the catalog. */
  type: 'compute' | 'image' | 'identity' | 'network' | 'block-storage' | 'placement';
  /** Older types under which a catalog may have it, and clouds.yaml its settings. */
  olderTypes?: readonly string[];
  /** The major version that this library speaks, as in its path: `v2.1`; empty where paths have none. */
  version: string;
  /** The newest microversion that this library was tested with; a service without microversions has none. */
  microversion?: string;
  /** Its name in the version header where that is not its type. */
  microversionName?: string;
  /** Below the version its paths name the token's project, if that has one. */
  inProject?: boolean;
}

/** One request to a service. */
export interface Operation {
  method: HttpRequest['method'];
  /** Below the service's endpoint: `/servers/42`. */
  path: string;
  /** What is done to what, for errors and logs: "live-migrate server 42". */
  label: string;
  query?: NonNullable<HttpRequest['query']>;
  headers?: Record<string, string | Secret>;
  body?: unknown;
  /** Sent as it comes, once, instead of a body. */
  upload?: Upload;
  /** The answer's body is wanted as it comes. */
  answer?: 'stream';
  /** Ends it; the step's and the context's signals do so too. */
  signal?: AbortSignal;
  effect?: Effect;
  repeatable?: boolean;
  /** What the answer holds: `server`. Left out where it is empty. */
  key?: string;
  /** The oldest microversion that has it. */
  since?: string;
  /** The newest one that still has it. */
  upTo?: string;
}

/** Speaks to one service of one cloud: endpoint, token, microversion and errors. */
export class ServiceClient {
  readonly #session: Session;
  readonly #definition: ServiceDefinition;
  readonly #versionsLabel: string;
  #agreed: Promise<Agreed | undefined> | undefined;

  constructor(session: Session, definition: ServiceDefinition) {
    this.#session = session;
    this.#definition = definition;
    this.#versionsLabel = `ask ${definition.type} for its versions`;
  }

  /** Where waiting gets its time from. */
  get clock(): Clock {
    return this.#session.clock;
  }

  /** @throws OpenStackError for whatever the transport or the service says; anything else as it was thrown */
  async request<T>(operation: Operation): Promise<HttpResponse<T>> {
    const { type } = this.#definition;
    const agreed = await this.#negotiated();
    if (agreed === undefined) return this.#send<T>(operation, {});
    if (operation.since !== undefined) requireVersion(type, operation.label, operation.since, agreed);
    const { microversionName = type } = this.#definition;
    const { upTo = agreed.spoken } = operation;
    const spoken = compareVersions(agreed.spoken, upTo) <= 0 ? agreed.spoken : upTo;
    return this.#send<T>(operation, { 'openstack-api-version': `${microversionName} ${spoken}` });
  }

  /**
   * The same, and what `read` makes of the answer's body.
   * @throws as {@link request}; OPENSTACK_UNAVAILABLE for a body in which `read` does not find its way
   */
  async ask<T>(operation: Operation & { key: string }, read: (body: never) => T): Promise<T> {
    const response = await this.request<never>(operation);
    try {
      return read(response.body);
    } catch (error) {
      throw misread(error, response, this.attempted(operation));
    }
  }

  /** What an operation is, for errors. */
  attempted({ method, label, effect = method === 'GET' ? 'read' : 'change' }: Operation): Attempted {
    return { service: this.#definition.type, label, effect };
  }

  /** The microversion spoken with this cloud; undefined where the service has none. */
  #negotiated(): Promise<Agreed | undefined> {
    const { type, olderTypes = [], microversion } = this.#definition;
    if (microversion === undefined) return Promise.resolve(undefined);
    const wanted = ofService(this.#session.config.microversions, [type, ...olderTypes]) ?? microversion;
    this.#agreed ??= shared(() => this.#negotiate(wanted)).catch((error: unknown) => {
      this.#agreed = undefined;
      throw error;
    });
    return awaitShared(this.#agreed, this.#versionsLabel);
  }

  async #negotiate(wanted: string): Promise<Agreed> {
    const { type, version, inProject = false } = this.#definition;
    const label = this.#versionsLabel;
    // Cinder's document is a list, and stands above the projects; placement's is a list too.
    const key = inProject || version === '' ? 'versions' : 'version';
    const operation = { method: 'GET', path: '/', key, label } as const;
    const response = await this.#send<VersionDocument>(operation, {}, false);
    try {
      return negotiate(type, wanted, response.body);
    } catch (error) {
      throw misread(error, response, this.attempted(operation));
    }
  }

  async #send<T>(
    operation: Operation,
    versionHeader: Record<string, string>,
    inProject = this.#definition.inProject ?? false,
  ): Promise<HttpResponse<T>> {
    const { method, path, label, query, body, upload, answer, signal, repeatable } = operation;
    const attempted = this.attempted(operation);
    try {
      const response = await this.#session.send<T>((token) => ({
        method,
        url: `${this.#root(token, inProject)}${path}`,
        // Where a stream is wanted too: glance would answer errors in HTML.
        headers: { accept: 'application/json', 'x-auth-token': token.secret, ...versionHeader, ...operation.headers },
        effect: attempted.effect,
        label,
        ...(query !== undefined && { query }),
        ...(body !== undefined && { body }),
        ...(upload !== undefined && { upload }),
        ...(answer !== undefined && { answer }),
        ...(signal !== undefined && { signal }),
        ...(repeatable !== undefined && { repeatable }),
      }));
      checkAnswer(response, operation.key, attempted);
      return response;
    } catch (error) {
      throw toOpenStackError(error, attempted);
    }
  }

  #root(token: Token, inProject: boolean): string {
    const { type, olderTypes, version } = this.#definition;
    const root = versioned(endpointOf(this.#session.config, token.catalog, type, olderTypes), version);
    const { projectId } = token.who;
    return inProject && projectId !== undefined ? `${root}/${projectId}` : root;
  }
}

/**
 * The endpoint with the version that we speak. Catalogs have it without any (`/image`), with this one, with a legacy one
 * (`/v2`, which has no microversions), and with a project's id behind it: nova's before Newton, which no longer wants it, and cinder's.
 */
function versioned(endpoint: string, version: string): string {
  const root = endpoint.replace(/\/v\d+(\.\d+)?(\/[^/]+)?$/, '');
  return version === '' ? root : `${root}/${version}`;
}
