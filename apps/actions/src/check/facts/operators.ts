/** Operators of a rule's criteria, by every name they have (st2 `st2common/operators.py`). */
export const OPERATORS: ReadonlySet<string> = new Set([
  ...['matchwildcard', 'matchregex', 'regex', 'iregex', 'eq', 'equals', 'neq', 'nequals', 'ieq', 'iequals'],
  ...['contains', 'icontains', 'ncontains', 'incontains', 'startswith', 'istartswith', 'endswith', 'iendswith'],
  ...['lt', 'lessthan', 'gt', 'greaterthan', 'td_lt', 'timediff_lt', 'td_gt', 'timediff_gt', 'exists', 'nexists'],
  ...['in', 'inside', 'nin', 'ninside', 'search'],
]);

/** What `search` asks of its list (st2 `st2common/operators.py`, `search`). */
export const CONDITIONS: ReadonlySet<string> = new Set(['any', 'all', 'any2any', 'all2any']);
