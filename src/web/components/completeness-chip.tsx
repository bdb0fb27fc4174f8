import { Popover } from '@mantine/core';
import { useState } from 'react';
import type { Completeness } from '../../contract/index.ts';
import { formatExact, formatShare, plural } from '../data/format.ts';
import { useSummary } from '../data/queries.ts';
import { rangeText } from '../data/time-range.ts';
import { ScopeLink } from './links.tsx';
import { useView } from './view.tsx';

/** How much of the range was observed; opens what is missing and why. Quiet when all is well. */
export function CompletenessChip() {
  const { scope } = useView();
  const summary = useSummary(scope);
  const [opened, setOpened] = useState(false);
  const known = summary.data?.completeness;
  const share = known?.observed ?? null;
  const isThin = share !== null && share < 0.95;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={360} trapFocus>
      <Popover.Target>
        <button
          type="button"
          className={`chip${isThin ? ' warn' : ''}`}
          aria-expanded={opened}
          aria-label={known === undefined ? 'Completeness' : `${formatShare(share)} observed. What is missing?`}
          onClick={() => setOpened(!opened)}
        >
          <span className="share-bar" aria-hidden="true">
            <span style={{ width: `${(share ?? 0) * 100}%` }} />
          </span>
          <span className="num">{known === undefined ? '…' : share === null ? 'not known' : formatShare(share)}</span>
          <span className="wide-only">observed</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown>{known === undefined ? null : <Details known={known} />}</Popover.Dropdown>
    </Popover>
  );
}

function Details({ known }: { readonly known: Completeness }) {
  const rows: [string, string, string][] = [
    [
      'Skipped intervals',
      formatExact(known.skipdata),
      'AWS could not write records for capacity or by an error (SKIPDATA)',
    ],
    ['Quiet intervals', formatExact(known.nodata), 'There was no traffic to log (NODATA)'],
    ['Late records', formatExact(known.late), 'Delivered long after their interval'],
    ['Silent interfaces', formatExact(known.silent_interfaces), 'Logged earlier in the range and then no more'],
    ['Quarantined lines', formatExact(known.quarantined), 'Could not be read; Sources shows each with its reason'],
    ['Records without time', formatExact(known.untimed), 'Cannot be placed in any range'],
    ['Failed objects', formatExact(known.failed_objects), 'Files that were refused as a whole'],
  ];
  return (
    <div className="details">
      <h3>How complete this is</h3>
      <p className="soft">
        {formatShare(known.observed)} of the intervals in which interfaces should have logged · {rangeText(known)} UTC
      </p>
      <dl>
        {rows.map(([name, figure, why]) => (
          <div key={name} className={figure === '0' ? 'zero' : ''}>
            <dt title={why}>{name}</dt>
            <dd className="num">{figure}</dd>
          </div>
        ))}
      </dl>
      <h4>Bytes are counted once</h4>
      <p className="soft">
        {known.counting} <ScopeLink to="/ledger">Where every byte went</ScopeLink>
      </p>
      {known.absent_fields.length === 0 ? null : (
        <>
          <h4>{plural(known.absent_fields.length, 'field')} in none of these logs</h4>
          <p className="mono soft wrap">{known.absent_fields.join(', ')}</p>
        </>
      )}
      <ScopeLink to="/sources">What was loaded</ScopeLink>
    </div>
  );
}
