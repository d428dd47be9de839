/** `2030-01-01 06:01:02Z` of a time in UTC ISO 8601. */
export const dateAndTime = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 19)}Z`;

/** `06:01:02Z` of a time in UTC ISO 8601. */
export const timeOfDay = (iso: string): string => `${iso.slice(11, 19)}Z`;
