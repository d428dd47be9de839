import { formatMatchers } from '../matcher/format-matcher.ts';
import { type Labels, labelTest } from '../matcher/label-test.ts';
import type { Matcher } from '../matcher/matcher.ts';
import { toMatchers } from '../matcher/matchers-input.ts';
import type { RouteSettings } from './settings.ts';

/** A route with what it has from its parents. Intervals are in seconds. */
export interface Route {
  /** `{}/{team="a"}`: begins the key of its groups. */
  key: string;
  receiver: string;
  groupBy: readonly string[];
  groupWait: number;
  groupInterval: number;
  repeatInterval: number;
  continues: boolean;
  passes: (labels: Labels) => boolean;
  routes: readonly Route[];
}

/** The tree of routes. @param receiver the one where none is named */
export const rootRoute = (settings: RouteSettings, receiver: string): Route =>
  build(settings, {
    key: '',
    receiver,
    groupBy: [],
    groupWait: 30,
    groupInterval: 300,
    repeatInterval: 14_400,
  });

type Inherited = Omit<Route, 'continues' | 'passes' | 'routes'>;

function build(settings: RouteSettings, parent: Inherited): Route {
  const matchers = toMatchers(settings.matchers ?? []).sort(compareMatchers);
  const own: Inherited = {
    key: `${parent.key === '' ? '' : `${parent.key}/`}${formatMatchers(matchers)}`,
    receiver: settings.receiver ?? parent.receiver,
    groupBy: settings.groupBy ?? parent.groupBy,
    groupWait: settings.groupWait ?? parent.groupWait,
    groupInterval: settings.groupInterval ?? parent.groupInterval,
    repeatInterval: settings.repeatInterval ?? parent.repeatInterval,
  };
  const routes = (settings.routes ?? []).map((route) => build(route, own));
  return { ...own, continues: settings.continue ?? false, passes: labelTest(matchers), routes };
}

const OPERATORS = ['=', '!=', '=~', '!~'];

const compareMatchers = (a: Matcher, b: Matcher): number => {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return OPERATORS.indexOf(a.operator) - OPERATORS.indexOf(b.operator);
};

/** The deepest routes that take an alert, in order; a route takes what none of its own routes does. */
export function routesOf(route: Route, labels: Labels): Route[] {
  if (!route.passes(labels)) return [];
  const found: Route[] = [];
  for (const child of route.routes) {
    const taken = routesOf(child, labels);
    found.push(...taken);
    if (taken.length > 0 && !child.continues) break;
  }
  return found.length > 0 ? found : [route];
}

/** The labels by which an alert is grouped. */
export const groupLabels = ({ groupBy }: Route, labels: Labels): Labels =>
  Object.fromEntries(Object.entries(labels).filter(([name]) => groupBy.includes('...') || groupBy.includes(name)));
