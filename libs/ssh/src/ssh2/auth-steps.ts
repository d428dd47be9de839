import type { Secret } from '@opsbook/context';
import type { AnyAuthMethod, AuthenticationType } from 'ssh2';
import { ChosenAgent } from './chosen-agent.ts';
import { type LoginPlan, describeKey } from './credentials.ts';

/** Gives one authentication method after the other, those that the server takes, and remembers what was tried. */
export class AuthSteps {
  readonly tried: string[] = [];
  #passwordGiven = false;
  readonly #steps: { method: AnyAuthMethod; wire: AuthenticationType; name: string }[];

  constructor(username: string, { keys, agent, password }: LoginPlan) {
    this.#steps = [
      ...keys.map((one) => ({
        method: { type: 'publickey' as const, username, key: one.key },
        wire: 'publickey' as const,
        name: `publickey (${describeKey(one)})`,
      })),
      ...(agent === undefined
        ? []
        : [
            {
              method: { type: 'agent' as const, username, agent: new ChosenAgent(agent.socket, agent.only) },
              wire: 'publickey' as const,
              name: `publickey (keys of the agent ${agent.socket})`,
            },
          ]),
      ...(password === undefined
        ? []
        : [
            {
              method: { type: 'password' as const, username, password: password.reveal() },
              wire: 'password' as const,
              name: 'password',
            },
            {
              method: {
                type: 'keyboard-interactive' as const,
                username,
                prompt: (
                  _name: string,
                  _instructions: string,
                  _language: string,
                  prompts: { echo?: boolean }[],
                  finish: (answers: string[]) => void,
                ) => finish(this.#answers(prompts, password)),
              },
              wire: 'keyboard-interactive' as const,
              name: 'keyboard-interactive',
            },
          ]),
    ];
  }

  /** The next one; false when there is none left. @param taken the methods that the server takes; null before it said so */
  next(taken: readonly AuthenticationType[] | null): AnyAuthMethod | false {
    for (let step = this.#steps.shift(); step !== undefined; step = this.#steps.shift()) {
      if (taken !== null && !taken.includes(step.wire)) continue;
      // The same password a second time would only bring the account nearer to being locked.
      if (step.wire === 'keyboard-interactive' && this.#passwordGiven) continue;
      if (step.wire === 'password') this.#passwordGiven = true;
      this.tried.push(step.name);
      return step.method;
    }
    return false;
  }

  // The first question is the one for the password, if it is a single hidden one. What is asked later is not: a code, or a new password.
  #answers(prompts: readonly { echo?: boolean }[], password: Secret): string[] {
    const asked = prompts.length === 1 && prompts[0]?.echo !== true && !this.#passwordGiven;
    if (prompts.length > 0) this.#passwordGiven = true;
    return prompts.map(() => (asked ? password.reveal() : ''));
  }
}
