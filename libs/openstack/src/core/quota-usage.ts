/** One line of a quota with what is used of it. */
export interface QuotaUsage {
  /** -1: none. */
  limit: number;
  used: number;
  /** By requests that are under way. */
  reserved: number;
}
