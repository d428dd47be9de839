const DAY = 86_400_000;

/** Days from one time to another, both ISO 8601, with their fraction. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY;
