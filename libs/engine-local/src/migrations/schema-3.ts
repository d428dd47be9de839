/** What earlier runs of a runbook did at one step is found without reading the whole trail. */
export const SCHEMA_3 = `
CREATE INDEX audit_by_step ON audit (runbook, path) WHERE path IS NOT NULL;
`;
