/** Neutron writes an empty text where there is none. */
export const textOrNull = (text: string | undefined): string | null =>
  text === undefined || text === '' ? null : text;
