export { isUnsettled, type SettleOptions, type SettleSummary, settleFlows } from './settle.ts';
