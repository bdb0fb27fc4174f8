export {
  networkValue,
  putLookupTable,
  readUserTables,
  removeLookupTable,
  type UserTable,
  userTableByNetwork,
  userTableRows,
} from './tables.ts';
