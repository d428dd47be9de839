import type { Mail } from '../mail/mail.ts';
import type { SendAllResult } from './send-all.ts';

export interface FailedOptions {
  /** Those of unknown outcome too: somebody has looked, and they did not arrive. Default false. */
  unknown?: boolean;
}

/**
 * The mails to send again, each to those of its recipients alone who did not get it: `sendAll(failedOf(mails, result))`.
 * @param mails the same, in the same order, as were sent
 */
export function failedOf(
  mails: readonly Mail[],
  { mails: results }: Pick<SendAllResult, 'mails'>,
  { unknown = false }: FailedOptions = {},
): Mail[] {
  return mails.flatMap((mail, index) => {
    const onlyTo = (results[index]?.recipients ?? [])
      .filter(({ status }) => status === 'refused' || status === 'not-sent' || (unknown && status === 'unknown'))
      .map(({ address }) => address);
    return onlyTo.length === 0 ? [] : [{ ...mail, onlyTo }];
  });
}
