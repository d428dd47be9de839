/** How the simulated deployment is set up; all may be changed while it runs. */
export interface OpenStackSettings {
  region: string;
  /** Seconds a token lives; default 3600. */
  tokenLifetime: number;
  /** Keystone's cap on a list (`list_limit`), which has no pages; default none. */
  listLimit: number;
  /** Nova's silent cap on a page (`[api] max_limit`); default 1000. */
  pageCap: number;
  /** Glance's page where none is asked for (`limit_param_default`); default 25. */
  imagePage: number;
  /** The address that links carry instead of the right one, as behind a proxy: `http://internal:8774`. */
  linkHost: string | undefined;
  /** Nova's newest microversion; default 2.93 (Zed). */
  newestMicroversion: string;
  /** Cinder's newest microversion; default 3.70 (Zed). */
  newestVolumeMicroversion: string;
  /** Live migrations that leave one host at a time; the others are `queued`. Default 1, as nova's. */
  concurrentLiveMigrations: number;
  /** Seconds for which a live migration copies; default 4, which makes some 7 from action to end. */
  liveMigrationSeconds: number;
  /** Seconds for which a cold migration copies the disk; default 1. */
  coldMigrationSeconds: number;
  /** Seconds after which a cold migration is confirmed by the cloud (`resize_confirm_window`); default 0: never. */
  resizeConfirmWindow: number;
  /** Seconds for which a snapshot is uploaded; default 1. */
  snapshotSeconds: number;
  /** Seconds for which a deleted server is kept as SOFT_DELETED (`reclaim_instance_interval`); default 0: it goes at once. */
  reclaimInstanceInterval: number;
  /** Seconds after which a shelved server leaves its host (`shelved_offload_time`); default 0: at once, negative: never. */
  shelvedOffloadTime: number;
  /** Seconds without a heartbeat after which a service counts as down; default 60, as nova's. */
  serviceDownTime: number;
  /** Neutron's cap on a page (`pagination_max_limit`); default none. */
  networkPageCap: number;
  /** Seconds without a heartbeat after which a network agent counts as dead; default 75, as neutron's. */
  agentDownTime: number;
  /** Virtual processors per physical one that the scheduler gives away; default 4, as nova's. */
  cpuRatio: number;
}

export const DEFAULT_SETTINGS: OpenStackSettings = {
  region: 'RegionOne',
  tokenLifetime: 3600,
  listLimit: Infinity,
  pageCap: 1000,
  imagePage: 25,
  linkHost: undefined,
  newestMicroversion: '2.93',
  newestVolumeMicroversion: '3.70',
  concurrentLiveMigrations: 1,
  liveMigrationSeconds: 4,
  coldMigrationSeconds: 1,
  resizeConfirmWindow: 0,
  snapshotSeconds: 1,
  reclaimInstanceInterval: 0,
  shelvedOffloadTime: 0,
  serviceDownTime: 60,
  networkPageCap: Infinity,
  agentDownTime: 75,
  cpuRatio: 4,
};
