/** What a file of an application holds. */
export interface Schema {
  /** Marks the file, so that no other application's database is taken for one: four bytes, https://www.sqlite.org/pragma.html#pragma_application_id */
  applicationId: number;
  /** Forward only: each takes the tables of the schema before it, from nothing, to its own. None is ever edited. */
  migrations: readonly string[];
}
