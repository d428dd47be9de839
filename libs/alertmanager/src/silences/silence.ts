import type { Matcher, MatcherOperator } from '../matcher/matcher.ts';
import { utc } from '../utc.ts';

export type SilenceState = 'active' | 'pending' | 'expired';

/** A silence: alerts that pass every matcher are not notified of between its times. */
export interface Silence {
  id: string;
  state: SilenceState;
  matchers: readonly Matcher[];
  startsAt: string;
  endsAt: string;
  updatedAt: string;
  createdBy: string;
  comment: string;
  /** Known from 0.32 on, and empty before. */
  annotations: Readonly<Record<string, string>>;
}

/** As the API writes it. */
export interface WireSilence {
  id: string;
  status: { state: SilenceState };
  matchers: WireMatcher[];
  startsAt: string;
  endsAt: string;
  updatedAt: string;
  createdBy: string;
  comment: string;
  annotations?: Record<string, string>;
}

export interface WireMatcher {
  name: string;
  value: string;
  isRegex: boolean;
  /** Not written by versions before 0.22, which know no negation. */
  isEqual?: boolean;
}

export const toSilence = ({ status, matchers, annotations = {}, ...wire }: WireSilence): Silence => ({
  id: wire.id,
  state: status.state,
  matchers: matchers.map(toMatcher),
  startsAt: utc(wire.startsAt),
  endsAt: utc(wire.endsAt),
  updatedAt: utc(wire.updatedAt),
  createdBy: wire.createdBy,
  comment: wire.comment,
  annotations,
});

export const toMatcher = ({ name, value, isRegex, isEqual = true }: WireMatcher): Matcher => ({
  name,
  operator: `${isEqual ? '=' : '!'}${isRegex ? '~' : '='}`.replace('==', '=') as MatcherOperator,
  value,
});

export const toWireMatcher = ({ name, operator, value }: Matcher): WireMatcher => ({
  name,
  value,
  isRegex: operator.endsWith('~'),
  isEqual: operator.startsWith('='),
});
