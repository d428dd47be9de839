import type { SimulatorAnswer, SimulatorRequest } from '@opsbook/http/testing';
import type { JiraSettings } from './settings.ts';

export interface Checked {
  /** The answer, where the request ends here. */
  refusal?: SimulatorAnswer;
  anonymous: boolean;
  headers: Record<string, string>;
}

/**
 * Seraph, Jira's login layer. Cloud goes on as anonymous with credentials that are wrong, Data Center refuses them, and after
 * some failures wants a CAPTCHA, with right ones too. Both say why in `X-Seraph-LoginReason`.
 */
export class Login {
  readonly #settings: JiraSettings;
  #failed = 0;

  constructor(settings: JiraSettings) {
    this.#settings = settings;
  }

  check({ headers }: SimulatorRequest): Checked {
    const { deployment, failedLogins } = this.#settings;
    const right = this.#accepted().includes(headers['authorization'] ?? '');
    const basic = /^basic /i.test(headers['authorization'] ?? '');
    if (deployment === 'cloud') {
      return right ? passed : { anonymous: true, headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED' } };
    }
    if (basic && this.#failed >= failedLogins) return denied;
    if (right) {
      this.#failed = 0;
      return passed;
    }
    if (basic) this.#failed += 1;
    return failed;
  }

  #accepted(): string[] {
    const { deployment, users, account, secret } = this.#settings;
    const user = users.find(({ id }) => id === account);
    const basic = (name: string) => `Basic ${Buffer.from(`${name}:${secret}`).toString('base64')}`;
    return deployment === 'cloud' ? [basic(user?.email ?? '')] : [basic(account), `Bearer ${secret}`];
  }
}

const passed: Checked = { anonymous: false, headers: {} };

const page = (status: number, title: string): SimulatorAnswer => ({
  status,
  headers: { 'content-type': 'text/html;charset=UTF-8' },
  body: `<html><head><title>${title} (${status})</title></head><body><h1>${title} (${status})</h1></body></html>`,
});

const failed: Checked = {
  refusal: page(401, 'Unauthorized'),
  anonymous: true,
  headers: { 'x-seraph-loginreason': 'AUTHENTICATED_FAILED', 'www-authenticate': 'OAuth realm="jira"' },
};

const denied: Checked = {
  refusal: page(403, 'Forbidden'),
  anonymous: true,
  headers: {
    'x-seraph-loginreason': 'AUTHENTICATION_DENIED',
    'x-authentication-denied-reason': 'CAPTCHA_CHALLENGE; login-url=http://jira/login.jsp',
  },
};
