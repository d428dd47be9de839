export { type Checkable } from './checkable.ts';
export { IcingaClient } from './client.ts';
export { type Downtime } from './downtimes/downtime.ts';
export { type DowntimeFilter, type Downtimes, type EnsuredDowntime } from './downtimes/downtimes.ts';
export { type NewDowntime } from './downtimes/new-downtime.ts';
export {
  IcingaError,
  type IcingaErrorCode,
  type IcingaErrorDetails,
  type IcingaErrorKind,
  isIcingaError,
} from './errors.ts';
export { type FilterValue } from './filter/icinga-filter.ts';
export { quoteIcinga } from './filter/quote-icinga.ts';
export { type Host, type HostFilter, type HostState, type Hosts } from './hosts.ts';
export { icinga } from './icinga.ts';
export { type IcingaOptions } from './options.ts';
export { type Service, type ServiceFilter, type ServiceState, type Services } from './services.ts';
