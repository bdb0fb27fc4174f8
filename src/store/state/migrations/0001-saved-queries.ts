/** Names are compared without case, as the language compares them in `$Name()`. */
export const migration = {
  number: 1,
  name: 'saved-queries',
  statements: [
    `CREATE TABLE saved_queries (
      id TEXT NOT NULL PRIMARY KEY,
      name TEXT NOT NULL COLLATE NOCASE UNIQUE,
      description TEXT NOT NULL,
      form TEXT NOT NULL,
      created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT`,
  ],
};
