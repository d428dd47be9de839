import type { Clock, Release } from '@opsbook/context';

/** An answer of Alertmanager, or an error where it takes longer. @param most milliseconds */
export async function inTime<T>(clock: Clock, asked: Promise<T>, most: number): Promise<T> {
  let release: Release = () => undefined;
  const late = new Promise<never>((_, reject) => {
    release = clock.after(most, () => reject(new Error(`Alertmanager has not answered in ${most / 1000} s`)));
  });
  return Promise.race([asked, late]).finally(() => release());
}
