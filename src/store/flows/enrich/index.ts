export { type AddressAbout, readAddressAbout } from './about.ts';
export { ensureDictionaries } from './dictionaries.ts';
export { type EnrichmentContent, type NetworkRow, putEnrichment, removeEnrichment } from './put.ts';
export { enrichedRows, enrichedValue, readOwnNetworks, shownNetwork, withCompatible } from './read.ts';
export {
  type EnrichedName,
  type EnrichedTable,
  type EnrichmentSource,
  enrichedColumns,
  readEnrichment,
} from './sources.ts';
export { type NetworkWord, readNetworkWords } from './words.ts';
