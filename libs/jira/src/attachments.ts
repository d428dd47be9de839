import * as z from 'zod';
import type { Api, Call } from './api.ts';
import { JiraError, invalidInput } from './errors.ts';
import { utc } from './issues/issue.ts';
import { issueKey, numericId } from './keys.ts';
import { type User, userSchema } from './users.ts';

export interface Attachment {
  id: string;
  filename: string;
  /** Bytes. */
  size: number;
  mimeType: string | undefined;
  author: User | undefined;
  /** UTC ISO 8601. */
  created: string;
  /** Where Data Center keeps it. */
  url: string;
}

export interface NewAttachment {
  /** Without a path. */
  filename: string;
  content: Uint8Array | string;
}

/** Seconds for one attempt: files are larger than anything else that is sent. */
const TIMEOUT = 600;

const attachmentSchema = z
  .object({
    id: z.coerce.string(),
    filename: z.string(),
    size: z.number(),
    mimeType: z.string().nullish(),
    author: userSchema.nullish(),
    created: z.string(),
    content: z.string(),
  })
  .transform(({ id, filename, size, mimeType, author, created, content }): Attachment => {
    return {
      id,
      filename,
      size,
      mimeType: mimeType ?? undefined,
      author: author ?? undefined,
      created: utc(created),
      url: content,
    };
  });

const listSchema = z
  .object({ fields: z.object({ attachment: z.array(attachmentSchema).default([]) }) })
  .transform(({ fields }) => fields.attachment);

export class Attachments {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  async list(key: string): Promise<Attachment[]> {
    const issueIdOrKey = issueKey(key);
    return this.#api.call({ label: `list the attachments of ${key}`, answer: listSchema }, (client, { getIssue }) =>
      getIssue(client, { issueIdOrKey, fields: ['attachment'] }),
    );
  }

  /**
   * Attaches a file, as `multipart/form-data` with `X-Atlassian-Token: no-check`; not repeated by the client. Forms write a `"` in
   * a file's name as `%22`, and Jira keeps it so: what it made of the name is in the answer.
   */
  async upload(key: string, { filename, content }: NewAttachment): Promise<Attachment> {
    const issueIdOrKey = issueKey(key);
    if (filename === '' || /[/\\\p{Cc}]/u.test(filename)) {
      throw invalidInput('an attachment', [`'${filename}' is no name of a file without a path`]);
    }
    const call = { label: `attach ${filename} to ${key}`, answer: z.array(attachmentSchema), timeout: TIMEOUT };
    const attachments = { filename, content };
    const [made] = await this.#api.call(call, (client, { addAttachment }) =>
      addAttachment(client, { issueIdOrKey, attachments }),
    );
    if (made !== undefined) return made;
    throw new JiraError('JIRA_UNAVAILABLE', `${call.label}: Jira took it and names no attachment`, {
      outcomeUnknown: true,
    });
  }

  /**
   * The file's bytes, all at once in memory.
   * @throws JIRA_UNAVAILABLE when there are more or fewer than Jira says: a page to log in, say, comes with 200 too
   */
  async download(attachment: Pick<Attachment, 'id' | 'url' | 'size'>): Promise<Buffer> {
    const id = numericId(attachment.id, 'an attachment');
    const answer = z.custom<Buffer>((value) => Buffer.isBuffer(value));
    const call = { label: `download attachment ${id}`, answer, as: 'bytes' as const, timeout: TIMEOUT };
    const bytes = await this.#read(call, { ...attachment, id });
    if (bytes.length === attachment.size) return bytes;
    throw new JiraError('JIRA_UNAVAILABLE', `${call.label}: ${bytes.length} bytes came, and it has ${attachment.size}`);
  }

  async #read(call: Call<Buffer>, { id, url }: Pick<Attachment, 'id' | 'url'>): Promise<Buffer> {
    if (this.#api.cloud)
      return this.#api.call(call, (client, { getAttachmentContent }) => getAttachmentContent(client, { id }));
    const base = `${this.#api.url}/`;
    if (!url.startsWith(base)) {
      throw new JiraError('JIRA_UNAVAILABLE', `${call.label}: its address ${url} is not below ${base}`);
    }
    return this.#api.request(call, { method: 'GET', url: url.slice(base.length - 1) });
  }
}
