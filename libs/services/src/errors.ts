/** Every code of this library. All have the kind `invalid-input`. */
export const CONFIG_ERROR_CODES = [
  /** The file is no YAML, or does not fit the schema; `faults` lists everything. */
  'CONFIG_INVALID',
  /** The file that was named by `--config` or `$OPSBOOK_CONFIG` does not exist, or a file that it needs cannot be read. */
  'CONFIG_NOT_FOUND',
  /** Nothing is wrong but secrets that cannot be resolved; `faults` lists them. */
  'CONFIG_SECRET',
  /** A cloud was asked for that neither the configuration nor clouds.yaml has. */
  'CONFIG_UNKNOWN_CLOUD',
  /** A service was asked for of which the configuration has no entry at all. */
  'CONFIG_NO_SERVICE',
  /** An entry was asked for that its section has not, or none of several was named. */
  'CONFIG_UNKNOWN_SERVICE',
] as const;

export type ConfigErrorCode = (typeof CONFIG_ERROR_CODES)[number];

/** One thing that is wrong, and where. */
export interface Fault {
  /** The key from the top: `clouds.prod.region`, `migration.policies[0].match`; empty for the file as a whole. */
  path: string;
  /** Counted from 1. Absent where the fault is in no file. */
  line?: number;
  column?: number;
  message: string;
}

const BRAND = Symbol.for('@opsbook/services.error');

/** The configuration cannot be used. The message lists every fault with its line. */
export class ConfigError extends Error {
  readonly code: ConfigErrorCode;
  readonly kind = 'invalid-input';
  readonly faults: readonly Fault[];
  /** No request was sent. */
  readonly requestId: string | undefined = undefined;
  readonly [BRAND] = true;

  constructor(code: ConfigErrorCode, summary: string, faults: readonly Fault[] = [], options?: ErrorOptions) {
    super([summary, ...faults.map((fault) => `  ${faultLine(fault)}`)].join('\n'), options);
    this.name = 'ConfigError';
    this.code = code;
    this.faults = faults;
  }
}

/** Whether an error is a {@link ConfigError}, also one of another copy of this package. */
export function isConfigError(error: unknown): error is ConfigError {
  return typeof error === 'object' && error !== null && BRAND in error;
}

/** One fault as a line for people: `line 3, column 5: clouds.prod.regin: unknown key`. */
export function faultLine({ path, line, column, message }: Fault): string {
  const place = line === undefined ? [] : [`line ${line}${column === undefined ? '' : `, column ${column}`}`];
  return [...place, ...(path === '' ? [] : [path]), message].join(': ');
}
