import type { StatusAnswer } from '../../contract/index.ts';
import { Credit } from './credits.tsx';
import { Empty } from './states.tsx';

/** Whose country data is shown; or, where none is loaded, how to load some. */
export function CountryData({ status }: { readonly status: StatusAnswer }) {
  const { loaded, source, attribution, hint } = status.countries;
  if (loaded) {
    const words = [source, attribution].filter((text) => text !== null && text !== '');
    return words.length === 0 ? null : <Credit text={words.join(' · ')} />;
  }
  return <Empty title="No country data is loaded">{hint ?? 'Addresses are shown without their countries.'}</Empty>;
}
