import type { StatusAnswer } from '../../contract/index.ts';
import { Credit } from './foot.tsx';
import { Empty } from './states.tsx';

/** Whose country data is shown; or, where none is loaded, how to load some. */
export function CountryData({ status }: { readonly status: StatusAnswer }) {
  const { loaded, source, attribution, hint } = status.countries;
  if (loaded) {
    const text = attribution ?? (source === null ? null : `Country data: ${source}`);
    return text === null ? null : <Credit text={text} />;
  }
  return <Empty title="No country data is loaded">{hint ?? 'Addresses are shown without their countries.'}</Empty>;
}
