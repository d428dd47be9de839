import type { HttpClient } from '@opsbook/http';
import { toPrometheusError } from './error-from-http.ts';
import { PrometheusError, refuse } from './errors.ts';
import { type QueryResult, type RangeResult, answerSchema, resultOf } from './result.ts';

export interface QueryOptions {
  /** When it is evaluated: ISO 8601 with a zone. Default: now, by Prometheus' clock. */
  at?: string;
}

export interface Range {
  /** The first and the last evaluation: ISO 8601 with a zone. */
  start: string;
  end: string;
  /** Seconds from one evaluation to the next. Prometheus refuses more than 11,000 of them. */
  step: number;
}

/** One Prometheus. Made by {@link prometheus}. Errors are `PrometheusError`; what the guard throws comes through as it is. */
export class PrometheusClient {
  readonly #http: HttpClient;

  constructor(http: HttpClient) {
    this.#http = http;
  }

  /**
   * Evaluates an expression at one moment.
   * @throws PROMETHEUS_BAD_QUERY with the position of the fault, PROMETHEUS_EXECUTION, PROMETHEUS_TIMEOUT
   */
  async query(expression: string, { at }: QueryOptions = {}): Promise<QueryResult> {
    refuse('the query is wrong', at === undefined ? [] : timeFaults('at', at));
    return this.#ask('query', expression, at === undefined ? {} : { time: at });
  }

  /** Evaluates an expression at regular moments. @throws as {@link query} */
  async queryRange(expression: string, { start, end, step }: Range): Promise<RangeResult> {
    const faults = [...timeFaults('start', start), ...timeFaults('end', end)];
    if (!(step > 0 && Number.isFinite(step))) faults.push('step: no number of seconds above 0');
    if (Date.parse(end) < Date.parse(start)) faults.push('end: before start');
    refuse('the query is wrong', faults);
    const result = await this.#ask('query_range', expression, { start, end, step: String(step) });
    if (result.type === 'matrix') return result;
    throw new PrometheusError(
      'PROMETHEUS_UNAVAILABLE',
      `${labelOf(expression)}: a range was answered with a ${result.type}`,
    );
  }

  /**
   * Whether an expression holds at one moment: it gives a vector that is not empty, whatever the values in it, or a scalar
   * other than 0 and NaN. As an alerting rule has it: `up == 0` holds while something is down, `up` whenever anything is known.
   * @throws as {@link query}; PROMETHEUS_BAD_QUERY for an expression that gives a range or a text
   */
  async holds(expression: string, options: QueryOptions = {}): Promise<boolean> {
    const result = await this.query(expression, options);
    if (result.type === 'vector') return result.vector.length > 0;
    if (result.type === 'scalar') return result.value !== 0 && !Number.isNaN(result.value);
    const message = `${labelOf(expression)}: it gives a ${result.type}; what holds or not is a vector or a scalar`;
    throw new PrometheusError('PROMETHEUS_BAD_QUERY', message);
  }

  /** Ends requests and connections. What is asked for afterwards is refused with PROMETHEUS_ABORTED. */
  close(): void {
    this.#http.close();
  }

  async #ask(path: string, query: string, fields: Readonly<Record<string, string>>): Promise<QueryResult> {
    const label = labelOf(query);
    try {
      const { status, url, body } = await this.#http.request({
        // An expression may be longer than a URL can be.
        method: 'POST',
        url: `/api/v1/${path}`,
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: Buffer.from(new URLSearchParams({ query, ...fields }).toString()),
        label,
        effect: 'read',
        repeatable: true,
      });
      const answer = answerSchema.safeParse(body);
      if (answer.success) return resultOf(answer.data);
      const message = `${label}: ${url} answered ${status} with what is no answer of Prometheus; is that its address?`;
      throw new PrometheusError('PROMETHEUS_UNAVAILABLE', message, { status });
    } catch (error) {
      throw toPrometheusError(error, label);
    }
  }
}

const labelOf = (expression: string): string =>
  `query ${expression.length > 200 ? `${expression.slice(0, 200)}...` : expression}`;

/** Without a zone a time is read as the machine's local one. */
const timeFaults = (path: string, text: string): string[] =>
  /(?:Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)) ? [] : [`${path}: no ISO 8601 time with a zone`];
