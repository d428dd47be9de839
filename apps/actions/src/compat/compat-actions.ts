import type { CompatAction } from './compat-action.ts';
import { searchActions } from './search/search-actions.ts';
import { downtimeActions } from './table/downtime-actions.ts';
import { mailActions } from './table/mail-actions.ts';
import { maintenanceActions } from './table/maintenance-actions.ts';
import { memberActions } from './table/member-actions.ts';
import { noticeActions } from './table/notice-actions.ts';
import { otherActions } from './table/other-actions.ts';
import { projectActions } from './table/project-actions.ts';
import { serverActions } from './table/server-actions.ts';
import { spareHypervisorActions } from './table/spare-hypervisor-actions.ts';

/** Every action of the cloud pack, by name. */
export const COMPAT_ACTIONS: readonly CompatAction[] = [
  ...downtimeActions,
  ...mailActions,
  ...maintenanceActions,
  ...memberActions,
  ...noticeActions,
  ...otherActions,
  ...projectActions,
  ...searchActions,
  ...serverActions,
  ...spareHypervisorActions,
].sort((a, b) => (a.name < b.name ? -1 : 1));
