import { JiraError, isJiraError } from './errors.ts';

/**
 * Lets no password be tried again once it was refused, and until one was accepted only one request at a time: Jira counts failed
 * logins, and after a few a CAPTCHA keeps the account out of the API, for everybody who uses it ("Basic auth for REST APIs",
 * section CAPTCHA, of Cloud and of Data Center).
 */
export class LoginGate {
  #accepted = false;
  #refusal: JiraError | undefined;
  #trying: Promise<void> | undefined;

  /** @throws the refusal again, with nothing sent, once there was one */
  async pass<T>(label: string, send: () => Promise<T>): Promise<T> {
    while (!this.#accepted && this.#trying !== undefined) await this.#trying;
    if (this.#refusal !== undefined) throw again(label, this.#refusal);
    const sent = this.#watched(send);
    if (this.#accepted) return sent;
    const settled = (): void => {
      this.#trying = undefined;
    };
    this.#trying = sent.then(settled, settled);
    return sent;
  }

  async #watched<T>(send: () => Promise<T>): Promise<T> {
    try {
      const answer = await send();
      this.#accepted = true;
      return answer;
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
