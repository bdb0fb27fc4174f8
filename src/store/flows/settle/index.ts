export { type SettleOptions, type SettleSummary, settleFlows } from './settle.ts';
