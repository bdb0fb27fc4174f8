export { isUnsettled } from './knowledge.ts';
export { type SettleOptions, type SettleSummary, settleFlows } from './settle.ts';
