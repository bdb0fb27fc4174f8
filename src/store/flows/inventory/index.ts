export { readAddressNames } from './names.ts';
export { type HolderRow, publishHolders, type RangeRow, readInventoryEdition } from './publish.ts';
export {
  type InventoryContent,
  type InventoryKey,
  type InventoryScope,
  type InventorySelection,
  knownSnapshots,
  readInventoryContents,
  readInventoryScopes,
  readInventorySights,
  readInventoryState,
  readMissingObjects,
  readOwnerTags,
} from './read.ts';
export { readHolderWords } from './words.ts';
export { type InventorySnapshot, writeInventory } from './write.ts';
