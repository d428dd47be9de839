/** What a server may be built as. */
export interface Flavor {
  id: string;
  name: string;
  vcpus: number;
  ramMiB: number;
  diskGiB: number;
  ephemeralGiB: number;
  swapMiB: number;
  isPublic: boolean;
  disabled: boolean;
  description: string | null;
  /** Empty where the policy hides them. */
  extraSpecs: Record<string, string>;
}

/** Nova's own form of it. */
export interface NovaFlavor {
  id: string;
  name: string;
  vcpus: number;
  ram: number;
  disk: number;
  /** An empty text for none before 2.75. */
  swap: number | '';
  description: string | null;
  extra_specs?: Record<string, string>;
  'OS-FLV-EXT-DATA:ephemeral': number;
  'OS-FLV-DISABLED:disabled': boolean;
  'os-flavor-access:is_public': boolean;
}

export const flavor = (raw: NovaFlavor): Flavor => ({
  id: raw.id,
  name: raw.name,
  vcpus: raw.vcpus,
  ramMiB: raw.ram,
  diskGiB: raw.disk,
  ephemeralGiB: raw['OS-FLV-EXT-DATA:ephemeral'],
  swapMiB: raw.swap || 0,
  isPublic: raw['os-flavor-access:is_public'],
  disabled: raw['OS-FLV-DISABLED:disabled'],
  description: raw.description,
  extraSpecs: raw.extra_specs ?? {},
});
