import { errorValue } from '@opsbook/runbook';

/** What one look at the site found. */
export interface Diagnosis {
  /** What was looked at: `ledger`, `cloud prod compute`. */
  check: string;
  /** `warning`: it works, and should not stay so; `fault`: something will not work tonight. */
  status: 'ok' | 'warning' | 'fault';
  /** What was found. */
  detail: string;
  /** What to do about it. */
  advice?: string;
}

export const ok = (check: string, detail: string): Diagnosis => ({ check, status: 'ok', detail });

export const warning = (check: string, detail: string, advice: string): Diagnosis => ({
  ...{ check, status: 'warning', detail, advice },
});

export const fault = (check: string, detail: string, advice: string): Diagnosis => ({
  ...{ check, status: 'fault', detail, advice },
});

export const messageOf = (error: unknown): string => errorValue(error).message;
