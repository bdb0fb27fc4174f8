export { type AddressHolder, addressAt, addressHistory } from './addresses.ts';
export type { FieldChange } from './differences.ts';
export {
  changesBetween,
  type InventoryChange,
  type InventoryObject,
  objectAt,
  objectHistory,
  objectsAt,
} from './facts.ts';
export { type GroupRule, groupRulesAt } from './group-rules.ts';
export { type ImportOptions, type ImportSummary, importInventory } from './import.ts';
export { inventoryKinds } from './kind-names.ts';
export { iamPolicy } from './pull/calls.ts';
export { type PullSummary, pullInventory } from './pull/pull.ts';
export { awsSdk } from './pull/sdk.ts';
export type { Note } from './read-files.ts';
export { type Related, relatedAt } from './related.ts';
export { InventoryShelf, type ListedObject } from './shelf.ts';
export { type InventoryStatus, inventoryStatus } from './status.ts';
