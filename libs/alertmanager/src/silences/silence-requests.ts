import type { Cluster } from '../cluster.ts';
import { AlertmanagerError } from '../errors.ts';
import { formatMatchers } from '../matcher/format-matcher.ts';
import type { Matcher } from '../matcher/matcher.ts';
import { type Silence, type WireSilence, toSilence, toWireMatcher } from './silence.ts';

/** A silence as it is sent. With an id it replaces that one. */
export interface PostedSilence {
  id?: string;
  matchers: readonly Matcher[];
  startsAt: string;
  endsAt: string;
  createdBy: string;
  comment: string;
  annotations?: Readonly<Record<string, string>>;
}

/**
 * The same silence with another end. Matchers in another order, or another second of the start, and Alertmanager would expire
 * it and make a new one.
 */
export const extended = (
  { state: _, updatedAt: __, annotations, ...silence }: Silence,
  endsAt: string,
): PostedSilence => ({
  ...silence,
  endsAt,
  ...(Object.keys(annotations).length > 0 && { annotations }),
});

/** What the API has for silences. */
export class SilenceRequests {
  readonly #cluster: Cluster;

  constructor(cluster: Cluster) {
    this.#cluster = cluster;
  }

  /** @param filter matchers as text */
  async list(filter: readonly string[]): Promise<Silence[]> {
    const silences = await this.#cluster.request<WireSilence[]>({
      method: 'GET',
      path: '/silences',
      label: 'list the silences',
      query: { filter },
      repeatable: true,
      answer: 'array',
    });
    return silences.map(toSilence);
  }

  async get(id: string): Promise<Silence> {
    const silence = await this.#cluster.request<WireSilence>({
      method: 'GET',
      path: `/silence/${segment(id)}`,
      label: `read silence ${id}`,
      repeatable: true,
      answer: 'object',
      aboutSilence: true,
    });
    return toSilence(silence);
  }

  /** Answers the id: another one than was given where that one could not be changed and was replaced. */
  async post({ matchers, ...silence }: PostedSilence): Promise<string> {
    const { id, endsAt } = silence;
    const what = id === undefined ? `create a silence of ${formatMatchers(matchers)}` : `extend silence ${id}`;
    const { silenceID } = await this.#cluster.request<{ silenceID: string }>({
      method: 'POST',
      path: '/silences',
      label: `${what} until ${endsAt}`,
      body: { ...silence, matchers: matchers.map(toWireMatcher) },
      // With an id the second time finds what the first one made.
      repeatable: id !== undefined,
      answer: 'object',
      aboutSilence: id !== undefined,
    });
    return silenceID;
  }

  async expire(id: string): Promise<void> {
    await this.#cluster.request({
      method: 'DELETE',
      path: `/silence/${segment(id)}`,
      label: `expire silence ${id}`,
      repeatable: true,
      answer: 'nothing',
      aboutSilence: true,
    });
  }
}

// An empty one, or one of dots, would name another resource.
function segment(id: string): string {
  const text = encodeURIComponent(id);
  if (!/^\.{0,2}$/.test(text)) return text;
  throw new AlertmanagerError('ALERTMANAGER_INVALID_INPUT', `'${text}' is no id of a silence`);
}
