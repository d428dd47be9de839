import type { Context } from '@opsbook/context';
import type { Api } from './api.ts';
import { Attachments } from './attachments.ts';
import { Comments } from './comments.ts';
import { Issues } from './issues/issues.ts';
import type { Deployment } from './options.ts';
import { ServiceDesk } from './service-desk/service-desk.ts';
import { Transitions } from './transitions/transitions.ts';
import { Users } from './users.ts';

/** One Jira, Cloud or Data Center. Made by {@link jira}. */
export class JiraClient {
  readonly issues: Issues;
  readonly comments: Comments;
  readonly transitions: Transitions;
  readonly attachments: Attachments;
  readonly users: Users;
  readonly serviceDesk: ServiceDesk;
  readonly #api: Api;

  constructor(api: Api, context: Pick<Context, 'clock' | 'signal'>) {
    this.#api = api;
    this.users = new Users(api);
    this.issues = new Issues(api, this.users, context);
    this.comments = new Comments(api);
    this.transitions = new Transitions(api, this.users);
    this.attachments = new Attachments(api);
    this.serviceDesk = new ServiceDesk(api, this.users);
  }

  get deployment(): Deployment {
    return this.#api.deployment;
  }

  /** Where a person sees the issue. */
  urlOf(key: string): string {
    return `${this.#api.url}/browse/${encodeURIComponent(key)}`;
  }

  /** Ends requests and connections. What is asked for afterwards is refused with JIRA_ABORTED. */
  close(): void {
    this.#api.close();
  }
}
