import { type Context, currentScope, sleep } from '@opsbook/context';
import { isHttpError } from '@opsbook/http';
import { AlertmanagerError, isAlertmanagerError } from './errors.ts';
import { type Instance, type Operation, effectOf } from './instance.ts';

const FIRST_BACK_OFF = 0.5;
const LONGEST_BACK_OFF = 30;

export interface ClusterSettings {
  context: Context;
  /** Further rounds over all instances; the transport repeats for a single one. */
  rounds: number;
  /** Jitter of the back-off, in [0, 1). */
  random: () => number;
}

/**
 * The instances of a cluster. A request goes to one of them: the one that answered last, at first the first. When it is
 * unavailable the next one is asked, and after the last the first. Answers are never merged or compared.
 */
export class Cluster {
  readonly #instances: readonly Instance[];
  readonly #settings: ClusterSettings;
  #current = 0;

  constructor(instances: readonly Instance[], settings: ClusterSettings) {
    this.#instances = instances;
    this.#settings = settings;
  }

  async request<T>(operation: Operation): Promise<T> {
    const [only, ...others] = this.#instances;
    if (only !== undefined && others.length === 0) return only.request<T>(operation);
    let doubtful: AlertmanagerError | undefined;
    for (let round = 0; ; round += 1) {
      const failures: AlertmanagerError[] = [];
      for (const index of this.#order()) {
        try {
          const answer = await this.#instances[index]?.request<T>(operation);
          this.#current = index;
          return answer as T;
        } catch (error) {
          // Who refuses a further attempt must not hide that an earlier one may have taken effect.
          if (!isAlertmanagerError(error)) throw doubtful ?? error;
          if (error.outcomeUnknown) doubtful = error;
          if (!mayGoOn(error, operation)) throw afterDoubt(error, doubtful);
          failures.push(error);
        }
      }
      const last = ofAll(failures, operation.label);
      const again = failures.every((failure) => mayRepeat(failure, operation));
      if (!again || round >= this.#settings.rounds) throw afterDoubt(last, doubtful);
      await this.#wait(round, operation.label, doubtful);
    }
  }

  close(): void {
    for (const instance of this.#instances) instance.close();
  }

  #order(): number[] {
    const count = this.#instances.length;
    return this.#instances.map((_, index) => (this.#current + index) % count);
  }

  async #wait(round: number, label: string, doubtful: AlertmanagerError | undefined): Promise<void> {
    const { context, random } = this.#settings;
    const seconds = random() * Math.min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2 ** round);
    const signals = [context.signal, currentScope()?.signal].filter((signal) => signal !== undefined);
    await sleep(context.clock, Math.round(seconds * 1000), AbortSignal.any(signals)).catch((cause: unknown) => {
      const error = new AlertmanagerError('ALERTMANAGER_ABORTED', `${label}: aborted before it was sent again`, {
        cause,
      });
      throw afterDoubt(error, doubtful);
    });
  }
}

const PASSING: ReadonlySet<string> = new Set(['unavailable', 'timeout', 'rate-limited']);

/** Whether the next instance is asked: never, where a change might be made twice. */
function mayGoOn(error: AlertmanagerError, operation: Operation): boolean {
  if (!PASSING.has(error.kind)) return false;
  if (effectOf(operation) === 'read' || operation.repeatable) return true;
  return notSent(error) || error.status === 503 || error.status === 429;
}

/** Whether all of them are asked once more. A rate limit is not answered with more requests. */
const mayRepeat = (error: AlertmanagerError, operation: Operation): boolean =>
  error.kind !== 'rate-limited' &&
  (notSent(error) || ((effectOf(operation) === 'read' || operation.repeatable) && error.status !== 404));

const notSent = ({ cause }: AlertmanagerError): boolean => isHttpError(cause) && cause.outcome === 'not-sent';

function ofAll(failures: readonly AlertmanagerError[], label: string): AlertmanagerError {
  const last = failures.at(-1) as AlertmanagerError;
  const { code, status, requestId, serviceMessage, outcomeUnknown } = last;
  const said = failures.map(({ message }) => message).join('; ');
  const message = `${label}: none of ${failures.length} instances could: ${said}`;
  return new AlertmanagerError(code, message, { status, requestId, serviceMessage, outcomeUnknown, cause: last });
}

// Once an attempt may have taken effect it stays so, whatever the last one said.
function afterDoubt(error: AlertmanagerError, doubtful: AlertmanagerError | undefined): AlertmanagerError {
  if (doubtful === undefined || error.outcomeUnknown) return error;
  const { code, status, requestId, serviceMessage, cause } = error;
  const message = `${error.message}; an earlier attempt may have taken effect: look before you repeat it`;
  return new AlertmanagerError(code, message, { status, requestId, serviceMessage, outcomeUnknown: true, cause });
}
