export { type Family, formatAddress, type ParsedAddress, parseAddress, rangeToNetworks } from './cidr.ts';
export {
  asWeirError,
  type ErrorKind,
  type ErrorShape,
  type Position,
  WeirError,
  type WeirErrorOptions,
} from './errors.ts';
export { editDistance, nearestName } from './nearest.ts';
export { type AddressBlock, parseNetwork } from './network.ts';
export { type Progress, type ProgressState, silentProgress } from './progress.ts';
