import type { SimulatorRequest } from '@opsbook/http/testing';
import { Refusal } from './refusal.ts';

const TITLES: Record<number, string> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  415: 'Unsupported Media Type',
  500: 'Internal Server Error',
};

/** An error in the shape of WebOb: HTML, unless the request asks for JSON; then the message still holds HTML. */
export function webobError(request: SimulatorRequest, status: number, message: string): Refusal {
  const title = TITLES[status] ?? 'Error';
  if ((request.headers['accept'] ?? '').includes('application/json')) {
    return new Refusal({
      status,
      body: { message: `${message}<br /><br />\n\n\n`, code: `${status} ${title}`, title },
    });
  }
  return new Refusal({
    status,
    headers: { 'content-type': 'text/html; charset=UTF-8' },
    body: `<html>\n <head>\n  <title>${status} ${title}</title>\n </head>\n <body>\n  <h1>${status} ${title}</h1>\n  ${message}<br /><br />\n\n\n\n </body>\n</html>`,
  });
}
