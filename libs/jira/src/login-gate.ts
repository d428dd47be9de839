import { JiraError, isJiraError } from './errors.ts';

/**
 * Lets no password be tried again once it was refused, and lets all requests wait for the end of the first one: Jira counts failed
 * logins, and after a few a CAPTCHA keeps the account out of the API, for everybody who uses it ("Basic auth for REST APIs",
 * section CAPTCHA, of Cloud and of Data Center).
 */
export class LoginGate {
  #first: Promise<void> | undefined;
  #refusal: JiraError | undefined;

  /** @throws the refusal again, with nothing sent, once there was one */
  async pass<T>(label: string, send: () => Promise<T>): Promise<T> {
    if (this.#first !== undefined) await this.#first;
    if (this.#refusal !== undefined) throw again(label, this.#refusal);
    const sent = this.#watched(send);
    const ended = (): void => undefined;
    this.#first ??= sent.then(ended, ended);
    return sent;
  }

  async #watched<T>(send: () => Promise<T>): Promise<T> {
    try {
      return await send();
    } catch (error) {
      if (isJiraError(error) && error.kind === 'unauthorized') this.#refusal = error;
      throw error;
    }
  }
}

const again = (label: string, { code, message, status, requestId, serviceMessage }: JiraError): JiraError =>
  new JiraError(code, `${label}: not sent, as Jira has refused these credentials before (${message})`, {
    status,
    requestId,
    serviceMessage,
  });
