/** A user of the API. */
export interface SimulatedUser {
  name: string;
  password: string;
  /** `*`, `objects/query/Host`, `actions/*`: as in `ApiUser`'s permissions. */
  permissions: readonly string[];
}

/** A host or service with the result of its last check. Times are seconds since the Unix epoch. */
export interface SimulatedCheckable {
  /** Empty: a host. */
  service: string;
  host: string;
  displayName: string;
  address: string;
  vars: Record<string, unknown>;
  groups: string[];
  /** 0 to 3 of a service, 0 or 1 of a host; what was never checked has the worst. */
  state: number;
  /** -1: never. */
  lastCheck: number;
  lastStateChange: number;
  output: string | null;
  acknowledged: boolean;
}

export interface SimulatedDowntime {
  /** The full name. */
  name: string;
  host: string;
  /** Empty: of the host itself. */
  service: string;
  author: string;
  comment: string;
  start: number;
  end: number;
  fixed: boolean;
  duration: number;
  entered: number;
  /** 0: it is not in effect yet. */
  triggered: number;
  /** Empty: none. */
  parent: string;
  scheduledBy: string;
  legacyId: number;
}
