export { type Csv, readCsv } from './csv.ts';
export {
  networkValue,
  newVersion,
  putLookupTable,
  readUserTables,
  removeLookupTable,
  type UserTable,
  userTableByNetwork,
  userTableRows,
} from './tables.ts';
