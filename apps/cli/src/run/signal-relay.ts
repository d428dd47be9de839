import type { StopSignal, Terminal } from '../terminal.ts';

/**
 * Hears signals for the whole of a command, so that none ends the process while nobody listens: whoever listens next is told.
 * One listens at a time.
 */
export class SignalRelay {
  #listener: ((signal: StopSignal) => void) | undefined;
  readonly #unheard: StopSignal[] = [];
  readonly release: () => void;

  constructor(terminal: Terminal) {
    this.release = terminal.onStop((signal) => {
      if (this.#listener === undefined) this.#unheard.push(signal);
      else this.#listener(signal);
    });
  }

  readonly onStop: Terminal['onStop'] = (fn) => {
    this.#listener = fn;
    for (const signal of this.#unheard.splice(0)) fn(signal);
    return () => {
      this.#listener = undefined;
    };
  };
}
