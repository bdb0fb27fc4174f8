import type { StatusAnswer } from '../../contract/index.ts';
import { Empty } from './states.tsx';

/** Whose country data is shown; or, where none is loaded, how to load some. */
export function CountryData({ status }: { readonly status: StatusAnswer }) {
  const { loaded, source, attribution, hint } = status.countries;
  if (loaded)
    return (
      <span className="attribution">
        {[source, attribution].filter((text) => text !== null && text !== '').join(' · ')}
      </span>
    );
  return <Empty title="No country data is loaded">{hint ?? 'Addresses are shown without their countries.'}</Empty>;
}
