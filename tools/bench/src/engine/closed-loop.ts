/** How many were done, and how long that took. */
export interface Pace {
  done: number;
  seconds: number;
}

/** Keeps so many of a thing under way for so many seconds, then lets those end. */
export async function closedLoop(
  concurrency: number,
  seconds: number,
  one: (n: number) => Promise<unknown>,
): Promise<Pace> {
  const begin = performance.now();
  let begun = 0;
  let done = 0;
  const worker = async () => {
    while (performance.now() - begin < seconds * 1000) {
      await one((begun += 1));
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return { done, seconds: (performance.now() - begin) / 1000 };
}
