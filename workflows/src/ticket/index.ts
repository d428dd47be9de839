import type { AnyRunbook } from '@opsbook/runbook';
import type { Services } from '@opsbook/services';
import { createForFindings } from './create-for-findings.ts';
import { createRequests } from './create-requests.ts';
import { createTicket } from './create.ts';
import { findTickets } from './find.ts';

export { createForFindings, createRequests, createTicket, findTickets };

/** The runbooks of this domain. */
export const ticketRunbooks: readonly AnyRunbook<Services>[] = [
  createForFindings,
  createRequests,
  createTicket,
  findTickets,
];
