export { type Alert, type AlertState } from './alert.ts';
export { type AlertFilter, type AlertListFilter } from './alert-filter.ts';
export { alertmanager } from './alertmanager.ts';
export { type Alerts, type NewAlert } from './alerts.ts';
export { type AlertmanagerClient } from './client.ts';
export {
  AlertmanagerError,
  type AlertmanagerErrorCode,
  type AlertmanagerErrorKind,
  isAlertmanagerError,
} from './errors.ts';
export { type AlertGroup, type Groups } from './groups.ts';
export { formatMatcher, formatMatchers } from './matcher/format-matcher.ts';
export { type Labels, labelTest } from './matcher/label-test.ts';
export { type Matcher, type MatcherOperator } from './matcher/matcher.ts';
export { type MatchersInput } from './matcher/matchers-input.ts';
export { sameMatchers } from './matcher/same-matchers.ts';
export { type MatcherSyntax, type ParseOptions, parseMatcher, parseMatchers } from './matcher/parse-matcher.ts';
export { type AlertmanagerAuth, type AlertmanagerOptions, type HttpSettings } from './options.ts';
export { type Receiver } from './receivers.ts';
export { type EnsuredSilence } from './silences/ensure-silence.ts';
export { type Lasting, type Period } from './silences/period.ts';
export { type Silence, type SilenceState } from './silences/silence.ts';
export { type NewSilence } from './silences/resolve-silence.ts';
export { type SilenceFilter, type SilenceSearch, type Silences } from './silences/silences.ts';
export { type AlertmanagerStatus } from './status.ts';
export {
  type AlertIdentity,
  type WebhookAlert,
  type WebhookPayload,
  alertIdentity,
  webhookAlertSchema,
  webhookPayloadSchema,
} from './webhook.ts';
