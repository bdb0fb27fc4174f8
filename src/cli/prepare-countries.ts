import { loadCountries } from '../enrich/index.ts';
import type { FlowClient } from '../store/index.ts';
import type { CommandContext } from './define-command.ts';

/**
 * Country data before the first record: the hourly sums take countries from it. WEIR_COUNTRY_DATA names a file in place
 * of the packaged data, or `none`.
 */
export async function prepareCountries(context: CommandContext, store: FlowClient): Promise<void> {
  const wanted = process.env['WEIR_COUNTRY_DATA'] ?? '';
  if (wanted === 'none') return;
  await loadCountries(store, {
    own: wanted === '' ? undefined : wanted,
    keepLoaded: true,
    begin: () => context.note('Loading country data, once for this data folder …'),
  });
}
