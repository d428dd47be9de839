import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';

/**
 * Watches how far one request gets. Axios uses it in place of node's http and https modules; it does nothing but look at
 * the request that they make.
 */
export class Wire {
  /** `sent`: connected, so bytes may have reached the service. `answered`: the answer's head has come. */
  phase: 'connecting' | 'sent' | 'answered' = 'connecting';
  /** The connection had already served another request. */
  reused = false;
  readonly #secure: boolean;
  readonly #onConnect: () => void;

  constructor(secure: boolean, onConnect: () => void) {
    this.#secure = secure;
    this.#onConnect = onConnect;
  }

  request(options: RequestOptions, onResponse: (response: IncomingMessage) => void): ClientRequest {
    const request = (this.#secure ? https : http).request(options, onResponse);
    request.once('socket', (socket) => {
      this.reused = request.reusedSocket;
      if (this.reused) this.#connected();
      else socket.once(this.#secure ? 'secureConnect' : 'connect', () => this.#connected());
    });
    request.once('response', () => {
      this.phase = 'answered';
    });
    return request;
  }

  #connected(): void {
    this.phase = 'sent';
    this.#onConnect();
  }
}
