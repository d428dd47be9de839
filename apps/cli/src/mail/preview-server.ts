import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TemplatePreview } from '@opsbook/email';
import { listPage, templatePage } from './preview-page.ts';

export interface PreviewServer {
  url: string;
  stop: () => Promise<void>;
}

interface Page {
  type: string;
  body: string | Buffer;
}

const HOST = '127.0.0.1';
const HTML = 'text/html; charset=utf-8';

/** Shows templates on this machine, read only. @param port 0: a free one */
export async function startPreviewServer(previews: readonly TemplatePreview[], port: number): Promise<PreviewServer> {
  const pages = pagesOf(previews);
  const server = createServer((request, response) => answer(request, response, pages));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, HOST, resolve);
  });
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${HOST}:${(server.address() as AddressInfo).port}/`, stop };
}

function pagesOf(previews: readonly TemplatePreview[]): Map<string, Page> {
  const pages = new Map<string, Page>([['/', { type: HTML, body: listPage(previews) }]]);
  for (const preview of previews) {
    const { name, html, text, eml } = preview;
    pages.set(`/${name}`, { type: HTML, body: templatePage(preview) });
    pages.set(`/${name}.html`, { type: HTML, body: html });
    pages.set(`/${name}.txt`, { type: 'text/plain; charset=utf-8', body: text });
    pages.set(`/${name}.eml`, { type: 'message/rfc822', body: eml });
  }
  return pages;
}

function answer({ method, url, headers }: IncomingMessage, response: ServerResponse, pages: Map<string, Page>): void {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  // No script runs and nothing is loaded from elsewhere, neither in our pages nor in a mail.
  response.setHeader(
    'content-security-policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; base-uri 'none'; form-action 'none'",
  );
  // A name of somebody else's that points to this machine must not reach the page.
  const ours = new RegExp(`^(${HOST.replaceAll('.', '\\.')}|localhost)(:\\d+)?$`).test(headers.host ?? '');
  const page = ours && (method === 'GET' || method === 'HEAD') ? pages.get(url ?? '/') : undefined;
  if (page === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('not found\n');
    return;
  }
  response.writeHead(200, { 'content-type': page.type }).end(page.body);
}
