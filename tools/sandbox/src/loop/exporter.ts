import { createServer } from 'node:http';

/** What Prometheus scrapes: one metric, edited while it is looked at. */
export async function startExporter() {
  let text = '';
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    address: `127.0.0.1:${port}`,
    write: (metric: string) => {
      text = `${metric}\n`;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
