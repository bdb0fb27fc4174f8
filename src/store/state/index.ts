export { createState, type State } from './open.ts';
export {
  createSavedQuery,
  deleteSavedQuery,
  listSavedQueries,
  readSavedQuery,
  type SavedQueryShelf,
  updateSavedQuery,
} from './saved-queries.ts';
export { readShippedQueries } from './shipped-queries.ts';
