import { utc } from '../core/utc.ts';
import type { NeutronStandard, StandardAttributes } from './neutron.ts';

/** The fields that nearly everything has. */
export const standard = (raw: NeutronStandard): StandardAttributes => ({
  id: raw.id,
  description: raw.description ?? '',
  projectId: raw.project_id,
  tags: raw.tags ?? [],
  createdAt: utc(raw.created_at),
  updatedAt: utc(raw.updated_at),
  revisionNumber: raw.revision_number,
});

/** Neutron lists a `null` for an agent that has no zone. */
export const zones = (raw: readonly (string | null)[] | undefined): string[] =>
  (raw ?? []).filter((zone) => zone !== null);
