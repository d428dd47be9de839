/** So many writes, evenly spread, a crash test tries in `npm test` at most: each of them costs two runs. */
const MOST = 4;

/** Every how manieth of a run's writes a crash test tries: so in `npm test`, and `$OPSBOOK_CRASH_STRIDE` where there is more time. */
export const crashStride =
  (usual: number) =>
  (writes: number): number =>
    Number(process.env['OPSBOOK_CRASH_STRIDE'] ?? Math.max(usual, Math.ceil(writes / MOST)));
