/** What of a flavor decides its resources. A `Flavor` of `compute.flavors` is one. */
export interface SizedFlavor {
  vcpus: number;
  ramMiB: number;
  diskGiB: number;
  ephemeralGiB: number;
  swapMiB: number;
  extraSpecs: Readonly<Record<string, string>>;
}
