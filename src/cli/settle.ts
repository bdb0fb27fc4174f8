import { type FlowClient, type SettleSummary, settleFlows } from '../store/index.ts';
import type { CommandContext } from './define-command.ts';
import { withLoadingFile } from './loading-file.ts';

/** Settles what is new, with progress on the terminal and for the page of a server on the same folder. */
export async function settle(context: CommandContext, store: FlowClient, everything = false): Promise<SettleSummary> {
  return await withLoadingFile(context.dataFolder, context.progress(), (progress) =>
    settleFlows(store, { progress, everything, renewSums: everything, signal: context.signal }),
  );
}
