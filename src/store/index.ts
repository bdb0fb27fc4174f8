export {
  createFlowClient,
  type FlowClient,
  type Location,
  type ObjectBody,
  type QueryOptions,
  type Settings,
} from './flows/client.ts';
export { createStatements, type Placement } from './flows/ddl.ts';
export {
  type AddressAbout,
  type EnrichedName,
  type EnrichmentContent,
  type EnrichmentSource,
  type NetworkRow,
  type NetworkWord,
  putEnrichment,
  readAddressAbout,
  readEnrichment,
  readNetworkWords,
  removeEnrichment,
} from './flows/enrich/index.ts';
export {
  type HolderRow,
  type InventoryContent,
  type InventoryKey,
  type InventoryScope,
  type InventorySelection,
  type InventorySnapshot,
  knownSnapshots,
  publishHolders,
  type RangeRow,
  readAddressNames,
  readHolderWords,
  readInventoryContents,
  readInventoryEdition,
  readInventoryScopes,
  readInventorySights,
  readInventoryState,
  readMissingObjects,
  readOwnerTags,
  writeInventory,
} from './flows/inventory/index.ts';
export { queryLimits, sqlLimits } from './flows/limits.ts';
export {
  type Csv,
  putLookupTable,
  readCsv,
  readUserTables,
  removeLookupTable,
  type UserTable,
} from './flows/lookup/index.ts';
export { readMap } from './flows/map/index.ts';
export { migrate, openTables } from './flows/migrate.ts';
export {
  builtInTableNames,
  type ExportFormat,
  exportQuery,
  isCut,
  judgeOtherRanges,
  type PreparedQuery,
  prepareQuery,
  type QueryContext,
  QueryError,
  type QueryFile,
  RunningQueries,
  readQueryCompleteness,
  readQueryFacts,
  runQuery,
} from './flows/query/index.ts';
export { queryRollUps } from './flows/query/roll-ups.ts';
export {
  type Export,
  exportRecords,
  planSums,
  type Question,
  type ReadContext,
  readCompleteness,
  readCoverage,
  readFilters,
  readLedger,
  readLedgerState,
  readObjects,
  readQuarantine,
  readQuarantineReasons,
  readRecords,
  readSeries,
  readStoreStatus,
  readSummary,
  readTop,
  type StoreStatus,
} from './flows/reader/index.ts';
export { setRetention } from './flows/retention.ts';
export {
  allowedFunctions,
  type CheckedSql,
  checkSql,
  hasMoreRows,
  type ResultColumn,
  type SqlFormat,
  streamSql,
} from './flows/sandbox/index.ts';
export { type Table, tables } from './flows/schema.ts';
export { isUnsettled, type SettleOptions, type SettleSummary, settleFlows } from './flows/settle/index.ts';
export {
  createSavedQuery,
  createState,
  deleteSavedQuery,
  listSavedQueries,
  readSavedQuery,
  readShippedQueries,
  type SavedQueryShelf,
  type State,
  updateSavedQuery,
} from './state/index.ts';
