import type { MatchersInput } from '../matcher/matchers-input.ts';

/** A node of the routing tree. What it leaves out is its parent's. */
export interface RouteSettings {
  receiver?: string;
  matchers?: MatchersInput;
  /** Labels; `...` stands for all of them. Default at the root: none, which makes one group of everything. */
  groupBy?: readonly string[];
  /** Seconds from the first alert of a group to its first notification; default 30. */
  groupWait?: number;
  /** Seconds between two notifications of a group of which the second says something new; default 300. */
  groupInterval?: number;
  /** Seconds after which the same is said again; default 14400. */
  repeatInterval?: number;
  /** Whether the routes behind it are looked at too. */
  continue?: boolean;
  routes?: readonly RouteSettings[];
}

export interface ReceiverSettings {
  name: string;
  /** Where its notifications are posted; without one they are only kept. */
  url?: string;
  /** What its notifications prove themselves with: `Authorization: Bearer ...`. */
  token?: string;
  /** Default true. */
  sendResolved?: boolean;
  /** The most alerts in one notification; default 0: all. */
  maxAlerts?: number;
}

/** While an alert that passes `source` fires, those that pass `target` and have the same `equal` labels are inhibited. */
export interface InhibitRule {
  source: MatchersInput;
  target: MatchersInput;
  equal?: readonly string[];
}

/** How the simulated Alertmanager is configured. */
export interface AlertmanagerSettings {
  /** The root; its receiver is the first one where none is named. */
  route: RouteSettings;
  /** Default: one, `default`. */
  receivers: readonly ReceiverSettings[];
  inhibitRules: readonly InhibitRule[];
  /** Seconds after which an alert without an end counts as resolved unless it is posted again; default 300. */
  resolveTimeout: number;
  /** Seconds for which an expired silence is kept; default 432000, 120 hours. */
  retention: number;
  /** `--web.route-prefix`: before every path; default ''. */
  prefix: string;
  /** Who may ask; default: everybody. */
  auth: { username: string; password: string } | undefined;
  /** Answers `/status`; default 0.25.0. What it does is what 0.25 does. */
  version: string;
}

export const DEFAULT_SETTINGS: AlertmanagerSettings = {
  route: {},
  receivers: [{ name: 'default' }],
  inhibitRules: [],
  resolveTimeout: 300,
  retention: 432_000,
  prefix: '',
  auth: undefined,
  version: '0.25.0',
};
