/** How often a property is tried; more of them by night. */
export const fuzzRuns = (usual: number): { numRuns: number } => ({
  numRuns: Number(process.env['OPSBOOK_FUZZ_RUNS'] ?? usual),
});
