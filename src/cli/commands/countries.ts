import { countryAttribution, loadCountries } from '../../enrich/index.ts';
import { defineCommand } from '../define-command.ts';
import { settle } from '../settle.ts';
import { countText } from '../ui/units.ts';

export const command = defineCommand({
  name: 'countries',
  summary: 'Load country data: your own CSV, or the packaged data',
  arguments: [{ name: 'file', summary: 'CSV of first,last,CC or network/length,CC', required: false }],
  options: {},
  examples: ['weir countries', 'weir countries ./my-ranges.csv'],
  async run(context, [file]) {
    const store = await context.store();
    const loaded = await loadCountries(store, { own: file });
    await settle(context, store);
    const own = file !== undefined;
    context.print(
      context.json
        ? JSON.stringify({ ...loaded, attribution: own ? null : countryAttribution })
        : loaded.source === null
          ? 'No country data: the package is not installed, and no file was given.'
          : `${countText(loaded.networks)} networks from ${loaded.source}`,
    );
    return 0;
  },
});
