/** How many cases a property is tried with: so many in `npm test`, and `$OPSBOOK_FUZZ_RUNS` where there is more time. */
export const fuzzRuns = (usual: number): number => Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? usual);
