import type { ConfigLine } from './config-line.ts';
import type { Settings } from './read-config.ts';

/** Reads single values out of settings; what is wrong with them is added to the faults. */
export class Values {
  readonly #settings: Settings;

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  line(keyword: string): ConfigLine | undefined {
    return this.#settings.values.get(keyword);
  }

  text(keyword: string): string | undefined {
    return this.line(keyword)?.words[0];
  }

  /** A whole number within the limits. */
  integer(keyword: string, least: number, most: number): number | undefined {
    const text = this.text(keyword);
    if (text === undefined) return undefined;
    const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
    if (value >= least && value <= most) return value;
    this.#fault(keyword, 'no number that is possible');
    return undefined;
  }

  /** Seconds; `90`, `1m30s`, `none` for none: sshd_config(5), "TIME FORMATS". */
  seconds(keyword: string): number | undefined {
    const text = this.text(keyword)?.toLowerCase();
    if (text === undefined || text === 'none') return undefined;
    if (!/^(?:\d{1,9}[smhdw]?)+$/.test(text)) {
      this.#fault(keyword, 'no time');
      return undefined;
    }
    const units = { '': 1, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
    const parts = [...text.matchAll(/(\d+)([smhdw]?)/g)];
    return parts.reduce((sum, [, count, unit]) => sum + Number(count) * units[(unit ?? '') as keyof typeof units], 0);
  }

  flag(keyword: string): boolean | undefined {
    const text = this.text(keyword);
    if (text === undefined) return undefined;
    if (text === 'yes' || text === 'true') return true;
    if (text === 'no' || text === 'false') return false;
    this.#fault(keyword, 'neither yes nor no');
    return undefined;
  }

  /** Runs `read` and makes what it throws a fault of that line. */
  guarded<T>(line: ConfigLine, read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      this.#settings.faults.push(`${line.place}: ${line.keyword}: ${(error as Error).message}`);
      return undefined;
    }
  }

  #fault(keyword: string, why: string): void {
    this.#settings.faults.push(`${this.line(keyword)?.place ?? ''}: ${keyword}: ${why}`);
  }
}
