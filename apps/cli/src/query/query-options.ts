/** The options of `opsbook query`, as they were typed. */
export interface QueryOptions {
  where?: string[];
  with?: string;
  select?: string;
  sort?: string;
  group?: string[];
  rest?: string;
  limit?: string;
  output?: string;
  ownProject?: true;
  explain?: true;
  properties?: true;
}
