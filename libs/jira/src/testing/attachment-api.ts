import type { SimulatorRequest } from '@opsbook/http/testing';
import type { Api } from './api.ts';
import type { SimulatedAttachment } from './records.ts';
import { Refusal, refused } from './refusal.ts';
import { attachmentView } from './views.ts';

/** `/issue/{key}/attachments`, and where the files are. */
export function serveAttachments(api: Api): void {
  const { world } = api;
  api.platform('POST', '/issue/:key/attachments', async (request) => {
    const issue = world.issue(request.params['key'] ?? '');
    if (!/^no-?check$/.test(request.headers['x-atlassian-token'] ?? '')) {
      throw new Refusal({ status: 403, body: 'XSRF check failed' });
    }
    const made: SimulatedAttachment[] = [];
    for (const file of await filesIn(request)) {
      const content = Buffer.from(await file.arrayBuffer());
      // Java's parser of forms takes a name as it stands; the form of this platform takes `%22` for a quote.
      const filename = file.name.replaceAll('"', '%22');
      const mimeType = file.type;
      made.push({
        id: world.nextId(),
        filename,
        mimeType,
        content,
        author: world.settings.account,
        created: world.now(),
      });
    }
    issue.attachments.push(...made);
    return { status: 200, body: made.map((one) => attachmentView(world, api.url, one)) };
  });
  const contentOf = ({ params }: SimulatorRequest): Buffer => {
    const found = world.issues.flatMap(({ attachments }) => attachments).find(({ id }) => id === params['id']);
    if (found === undefined) throw refused(404, `The attachment with id '${params['id'] ?? ''}' does not exist`);
    return found.content;
  };
  if (!world.cloud) {
    api.route('GET', '/secure/attachment/:id/:name', (request) => ({ status: 200, body: contentOf(request) }));
    return;
  }
  api.platform('GET', '/attachment/content/:id', (request) => {
    contentOf(request);
    // The same server under another name stands for the media service.
    const media = api.url.replace('127.0.0.1', 'localhost');
    return {
      status: 303,
      headers: { location: `${media}/file/${request.params['id'] ?? ''}/binary?token=media-token` },
    };
  });
  api.open('GET', '/file/:id/binary', (request) => {
    const trusted = request.query.get('token') === 'media-token' && request.headers['authorization'] === undefined;
    return trusted ? { status: 200, body: contentOf(request) } : { status: 403 };
  });
}

async function filesIn({ body, headers }: SimulatorRequest): Promise<File[]> {
  const type = headers['content-type'] ?? '';
  if (!Buffer.isBuffer(body) || !type.startsWith('multipart/form-data')) {
    throw new Refusal({ status: 415, body: { errorMessages: ['Unsupported Media Type'], errors: {} } });
  }
  // oxlint-disable-next-line typescript/no-deprecated -- discouraged for servers that strangers can reach
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const files = form.getAll('file').filter((one): one is File => one instanceof File);
  if (files.length === 0) throw refused(400, 'The attachment is missing: no part is called file.');
  return files;
}
