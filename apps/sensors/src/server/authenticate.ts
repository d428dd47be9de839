import type { FastifyRequest } from 'fastify';
import type { Head } from '../auth/authenticator.ts';
import { certificateNames } from '../auth/by-certificate.ts';
import type { IntakeMetrics } from '../metrics/intake-metrics.ts';
import { unauthorized } from './refusal.ts';
import type { RequestState } from './request-state.ts';

const headOf = ({ headers, raw }: FastifyRequest): Head => ({
  headers,
  certificateNames: () => certificateNames(raw.socket),
});

/** Decides by the head who sent a request, or refuses it. Leaves those among whom the body has to decide. */
export function authenticateHead(request: FastifyRequest, state: RequestState, metrics: IntakeMetrics): void {
  const head = headOf(request);
  const whys: string[] = [];
  const open = state.candidates.filter((candidate) => {
    const verdict = candidate.authenticator.head(head);
    // All are asked, so that the time says nothing of whose proof it was.
    if (verdict === true) state.source ??= candidate;
    else if (verdict !== undefined) whys.push(`${candidate.name}: ${verdict}`);
    return verdict === undefined;
  });
  state.candidates = open;
  if (state.source === undefined && open.length === 0) refuse(request, whys, metrics);
}

/** Decides by the body, where that is needed. */
export function authenticateBody(request: FastifyRequest, state: RequestState, metrics: IntakeMetrics): void {
  if (state.source !== undefined) return;
  const head = headOf(request);
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const whys: string[] = [];
  for (const candidate of state.candidates) {
    const verdict = candidate.authenticator.body(head, body);
    if (typeof verdict !== 'string') {
      state.source = candidate;
      state.claim = verdict;
      return;
    }
    whys.push(`${candidate.name}: ${verdict}`);
  }
  refuse(request, whys, metrics);
}

function refuse(request: FastifyRequest, whys: readonly string[], metrics: IntakeMetrics): never {
  metrics.unauthorized.inc({ type: request.url.startsWith('/v1/webhooks') ? 'webhook' : 'alert' });
  request.log.warn({ from: request.ip, path: request.url, why: whys.join('; ') }, 'refused: no proof of its source');
  throw unauthorized();
}
