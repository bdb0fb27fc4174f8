import { useEffect, useState } from 'react';
import { approximate, formatBytes, formatCount } from '../../data/format.ts';
import { type Scope, useSummary } from '../../data/queries.ts';

/** After so many milliseconds of waiting the sums of the view are asked for alone: they come first. */
const LONG = 1200;

/** While a map takes its time: how much there is to be drawn. */
export function MapPatience({ scope }: { readonly scope: Scope }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG);
    return () => clearTimeout(timer);
  }, []);
  return isLong ? <Sums scope={scope} /> : null;
}

function Sums({ scope }: { readonly scope: Scope }) {
  const { data } = useSummary(scope);
  if (data === undefined) return <p className="map-patience">Finding out who talked to whom …</p>;
  const { total, rejected } = data;
  return (
    <p className="map-patience" role="status">
      <b>
        {formatCount(total.records)} records, {formatBytes(total.counted_bytes)}
        {approximate(rejected.records) > 0 ? `, ${formatCount(rejected.records)} refused` : ''}
      </b>{' '}
      in this view. Finding out between whom …
    </p>
  );
}
