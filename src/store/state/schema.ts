/** The tables of `state.sqlite` as Kysely sees them; the migrations make them. Times are ISO 8601 in UTC. */
export interface StateTables {
  saved_queries: SavedQueryTable;
}

interface SavedQueryTable {
  id: string;
  name: string;
  description: string;
  /** JSON of `savedForm`. */
  form: string;
  created_at: string;
  updated_at: string;
}
