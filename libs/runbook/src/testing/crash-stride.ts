/** Every how manieth write a crash test tries: so in `npm test`, and `$OPSBOOK_CRASH_STRIDE` where there is more time. */
export const crashStride = (usual: number): number => Number(process.env['OPSBOOK_CRASH_STRIDE'] ?? usual);
