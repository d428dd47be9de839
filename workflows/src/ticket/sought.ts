import { type Look, absent, done, underway } from '@opsbook/runbook';

/** How often nothing is found before it is believed. Cloud's search shows an issue some time after it was made. */
const LOOKS = 11;

/** Looks for what may have been made by a request whose answer nobody saw. */
export function sought<T>(find: () => Promise<T | undefined>): () => Promise<Look<T>> {
  let looks = 0;
  return async () => {
    const found = await find();
    if (found !== undefined) return done(found);
    looks += 1;
    return looks < LOOKS ? underway() : absent();
  };
}
