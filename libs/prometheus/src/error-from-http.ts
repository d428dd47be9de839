import { type HttpError, isHttpError, plainText } from '@opsbook/http';
import { PrometheusError, type PrometheusErrorCode, type QueryPosition } from './errors.ts';

/**
 * An error of the transport as a {@link PrometheusError}. Anything else is given back as it is: a refusal of the guard and an
 * unknown value of a plan are not the service's doing.
 */
export function toPrometheusError(error: unknown, label: string): unknown {
  if (!isHttpError(error)) return error;
  const serviceMessage = messageOf(error.body);
  // The transport's own failures say everything themselves.
  const message = error.code === 'HTTP_STATUS' ? describe(error, label, serviceMessage) : error.message;
  return new PrometheusError(codeOf(error), message, {
    status: error.status,
    serviceMessage,
    position: positionOf(serviceMessage),
    requestId: error.requestId,
    cause: error,
  });
}

/** Source of the error types: Prometheus, web/api/v1/api.go. */
const BY_TYPE: Readonly<Record<string, PrometheusErrorCode>> = {
  bad_data: 'PROMETHEUS_BAD_QUERY',
  execution: 'PROMETHEUS_EXECUTION',
  timeout: 'PROMETHEUS_TIMEOUT',
};

function codeOf(error: HttpError): PrometheusErrorCode {
  const { status } = error;
  if (error.code === 'HTTP_ABORTED') return 'PROMETHEUS_ABORTED';
  if (error.code === 'HTTP_INVALID_REQUEST') return 'PROMETHEUS_INVALID_INPUT';
  if (error.code !== 'HTTP_STATUS' || status === undefined)
    return error.kind === 'timeout' ? 'PROMETHEUS_TIMEOUT' : 'PROMETHEUS_UNAVAILABLE';
  if (status === 401) return 'PROMETHEUS_UNAUTHORIZED';
  if (status === 403) return 'PROMETHEUS_FORBIDDEN';
  if (status === 429) return 'PROMETHEUS_RATE_LIMITED';
  if (status === 408 || status === 504) return 'PROMETHEUS_TIMEOUT';
  return BY_TYPE[fieldOf(error.body, 'errorType') ?? ''] ?? 'PROMETHEUS_UNAVAILABLE';
}

function describe({ url, status }: HttpError, label: string, message: string | undefined): string {
  const said = `${label}: ${url} answered ${status ?? ''}${message === undefined ? '' : `: ${message}`}`;
  if (status === 401) return `${said} Check auth.`;
  return status === 404 ? `${said}; is that the address of Prometheus?` : said;
}

function messageOf(body: unknown): string | undefined {
  const text = plainText(fieldOf(body, 'error') ?? (typeof body === 'string' ? body : ''));
  return text === '' ? undefined : text;
}

/** `invalid parameter "query": 1:5: parse error: unclosed left parenthesis` */
function positionOf(message: string | undefined): QueryPosition | undefined {
  const [, line, column] = /(?:^|: )(\d+):(\d+): parse error/.exec(message ?? '') ?? [];
  return line === undefined || column === undefined ? undefined : { line: Number(line), column: Number(column) };
}

function fieldOf(body: unknown, name: string): string | undefined {
  const value = typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
}
