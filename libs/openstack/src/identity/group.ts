/** Users that get their roles together. */
export interface Group {
  id: string;
  name: string;
  domainId: string;
  description: string;
}

export interface KeystoneGroup {
  id: string;
  name: string;
  domain_id: string;
  description?: string | null;
}

export const group = (raw: KeystoneGroup): Group => ({
  id: raw.id,
  name: raw.name,
  domainId: raw.domain_id,
  description: raw.description ?? '',
});
