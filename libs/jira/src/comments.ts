import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Api, Call } from './api.ts';
import type { Body } from './body/body.ts';
import { toAdf } from './body/to-adf.ts';
import { toWiki } from './body/to-wiki.ts';
import { invalidInput } from './errors.ts';
import { utc } from './issues/issue.ts';
import { issueKey, marker as checkedMarker, numericId } from './keys.ts';
import { Listing } from './listing.ts';
import { lookedAfter } from './unknown-outcome.ts';
import { type User, userSchema } from './users.ts';

export interface Comment {
  id: string;
  author: User | undefined;
  /** As the API gives it: ADF in Cloud, wiki markup in Data Center. */
  body: unknown;
  /** UTC ISO 8601. */
  created: string;
  /** UTC ISO 8601. */
  updated: string;
}

export interface NewComment {
  body: Body;
  /** Service Management: only for agents, not for the customer. Default false. */
  internal?: boolean;
  /** Only for this project role or group. */
  visibility?: { type: 'role' | 'group'; value: string };
}

export interface EnsuredComment {
  id: string;
  outcome: 'created' | 'updated' | 'unchanged';
}

const PAGE = 100;
/** How many comments Cloud gives by id at once. */
const MOST_IDS = 1000;
/** The comment property that holds the marker in Cloud. */
const PROPERTY = 'opsbook';
/** Service Management reads it from a platform comment: internal means for agents only. */
const INTERNAL = { key: 'sd.public.comment', value: { internal: true } };

const commentSchema = z
  .object({
    id: z.string(),
    author: userSchema.nullish(),
    body: z.unknown(),
    created: z.string(),
    updated: z.string(),
  })
  .transform(({ id, author, body, created, updated }): Comment => {
    return { id, author: author ?? undefined, body, created: utc(created), updated: utc(updated) };
  });

const pageSchema = z.object({ comments: z.array(commentSchema).default([]), total: z.number() });

const markedSchema = z.object({
  values: z.array(
    z.object({ id: z.string(), properties: z.array(z.object({ key: z.string(), value: z.unknown() })).default([]) }),
  ),
});

const propertySchema = z.object({ marker: z.string(), hash: z.string() });

/** A comment that carries a marker. */
interface Marked {
  id: string;
  /** UTC ISO 8601. */
  updated: string;
  /** Whether it says what is wanted. */
  same: (body: Body) => boolean;
}

/** What {@link Comments.look} found. */
export interface CommentLook {
  id: string;
  /** Whether it says this. */
  same: boolean;
  /** When it was last written, by whomever; UTC ISO 8601. */
  updated: string;
}

export class Comments {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** The oldest first. */
  list(key: string): Listing<Comment> {
    const issueIdOrKey = issueKey(key);
    const call = { label: `read the comments of ${key}`, answer: pageSchema };
    const read = (startAt: number) =>
      this.#api.call(call, (client, { getComments }) =>
        getComments(client, { issueIdOrKey, startAt, maxResults: PAGE, orderBy: 'created' }),
      );
    return new Listing(async function* () {
      for (let startAt = 0; ;) {
        const { comments, total } = await read(startAt);
        yield comments;
        startAt += comments.length;
        if (comments.length === 0 || startAt >= total) return;
      }
    });
  }

  /** Adds a comment; not repeated by the client. @throws JIRA_INVALID_INPUT for a body that is empty or cannot be shown */
  async add(key: string, comment: NewComment): Promise<Comment> {
    return this.#add(key, comment, undefined);
  }

  /** Replaces a comment. Who may see it is part of that: give `visibility` and `internal` again. */
  async update(key: string, id: string, comment: NewComment): Promise<void> {
    const label = `change comment ${id} of ${key}`;
    await this.#write({ label, repeatable: true }, key, comment, { id: numericId(id, 'a comment') });
  }

  /**
   * The comment with this marker says this: it is added, changed or left as it is. The marker (1 to 120 letters, digits, dots,
   * dashes and underscores) is a property of the comment in Cloud, and an anchor that nobody sees in Data Center. Of several the
   * oldest counts. When the answer to a change is lost it looks again.
   */
  async ensure(key: string, { marker, ...comment }: NewComment & { marker: string }): Promise<EnsuredComment> {
    checkedMarker(marker);
    const there = await this.#find(key, marker);
    if (there?.same(comment.body) === true) return { id: there.id, outcome: 'unchanged' };
    const outcome = there === undefined ? 'created' : 'updated';
    try {
      if (there === undefined) return { id: (await this.#add(key, comment, marker)).id, outcome };
      const label = `change the comment '${marker}' of ${key}`;
      await this.#write({ label, repeatable: true }, key, comment, { id: there.id, marker });
      return { id: there.id, outcome };
    } catch (error) {
      return lookedAfter(error, async () => {
        const made = await this.#find(key, marker);
        return made?.same(comment.body) === true ? { id: made.id, outcome } : undefined;
      });
    }
  }

  /** The id of the comment with this marker: the check to {@link ensure}. */
  async findMarked(key: string, marker: string): Promise<string | undefined> {
    return (await this.#find(key, checkedMarker(marker)))?.id;
  }

  /** The comment with this marker, and whether it says this: the check to {@link ensure} where the words may change. */
  async look(key: string, { marker, body }: { marker: string; body: Body }): Promise<CommentLook | undefined> {
    const found = await this.#find(key, checkedMarker(marker));
    return found && { id: found.id, same: found.same(body), updated: found.updated };
  }

  #add(key: string, comment: NewComment, marker: string | undefined): Promise<Comment> {
    const label = marker === undefined ? `comment on ${key}` : `add the comment '${marker}' to ${key}`;
    return this.#write({ label, repeatable: false }, key, comment, marker === undefined ? {} : { marker });
  }

  async #write(
    how: Pick<Call<Comment>, 'label' | 'repeatable'>,
    key: string,
    { body, internal = false, visibility }: NewComment,
    { id, marker }: { id?: string; marker?: string },
  ): Promise<Comment> {
    const call = { ...how, answer: commentSchema };
    const issueIdOrKey = issueKey(key);
    if (toWiki(body) === '') throw invalidInput(how.label, ['the comment is empty']);
    const rest = { ...(visibility !== undefined && { visibility }) };
    const inside = internal ? [INTERNAL] : [];
    if (this.#api.cloud) {
      const own = marker === undefined ? [] : [{ key: PROPERTY, value: { marker, hash: hashOf(body) } }];
      const properties = [...inside, ...own];
      const content = { ...rest, body: { ...toAdf(body) }, ...(properties.length > 0 && { properties }) };
      return this.#api.call(call, (client, { addComment, updateComment }) =>
        id === undefined
          ? addComment(client, { issueIdOrKey, ...content })
          : updateComment(client, { issueIdOrKey, id, body: content }),
      );
    }
    // jira.js drops the properties of a comment whose body is text.
    const content = { ...rest, body: marked(body, marker), ...(internal && { properties: inside }) };
    const url = `/rest/api/2/issue/${issueIdOrKey}/comment${id === undefined ? '' : `/${id}`}`;
    return this.#api.request(call, { method: id === undefined ? 'POST' : 'PUT', url, body: content });
  }

  async #find(key: string, marker: string): Promise<Marked | undefined> {
    const comments = await this.list(key);
    if (!this.#api.cloud) {
      const found = comments.find(({ body }) => typeof body === 'string' && body.includes(anchor(marker)));
      if (found === undefined) return undefined;
      const text = String(found.body).replace(/\r\n/g, '\n').trim();
      return { id: found.id, updated: found.updated, same: (body) => text === marked(body, marker).trim() };
    }
    for (let at = 0; at < comments.length; at += MOST_IDS) {
      const found = await this.#findByProperty(key, comments.slice(at, at + MOST_IDS), marker);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  async #findByProperty(key: string, comments: readonly Comment[], marker: string): Promise<Marked | undefined> {
    const call = {
      label: `read the markers of the comments of ${key}`,
      effect: 'read' as const,
      repeatable: true,
      answer: markedSchema,
    };
    const ids = comments.map(({ id }) => Number(id));
    const { values } = await this.#api.call(call, (client, { getCommentsByIds }) =>
      getCommentsByIds(client, { ids, expand: 'properties' }),
    );
    const markers = values.flatMap(({ id, properties }) => {
      const own = propertySchema.safeParse(properties.find((property) => property.key === PROPERTY)?.value);
      return own.success && own.data.marker === marker ? [{ id, hash: own.data.hash }] : [];
    });
    const [oldest] = markers.sort((a, b) => Number(a.id) - Number(b.id));
    if (oldest === undefined) return undefined;
    const { updated = '' } = comments.find(({ id }) => id === oldest.id) ?? {};
    return { id: oldest.id, updated, same: (body) => oldest.hash === hashOf(body) };
  }
}

// Cloud gives a document back with ids and defaults of its own, so what was sent is told by its hash.
const hashOf = (body: Body): string =>
  createHash('sha256')
    .update(JSON.stringify(toAdf(body)))
    .digest('hex')
    .slice(0, 32);

// The macro shows nothing; text cannot imitate it, as braces in text are escaped.
const anchor = (marker: string): string => `{anchor:opsbook-${marker}}`;

const marked = (body: Body, marker: string | undefined): string =>
  marker === undefined ? toWiki(body) : `${toWiki(body)}\n\n${anchor(marker)}`;
