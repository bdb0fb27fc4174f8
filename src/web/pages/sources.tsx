import { useState } from 'react';
import type { ObjectRow, ObjectsAnswer } from '../../contract/index.ts';
import { Card, Choice } from '../components/card.tsx';
import { Command } from '../components/command.tsx';
import { ExportButton } from '../components/data-table.tsx';
import { Empty, Failure, Waiting } from '../components/states.tsx';
import { useView } from '../components/view.tsx';
import { bytesFigure, countFigure, type Figure, formatMinute, plural } from '../data/format.ts';
import { useObjects } from '../data/queries.ts';
import { definePage } from '../define-page.ts';
import { ObjectAdvice, Objects, objectColumns } from '../panels/objects.tsx';
import { Quarantine } from '../panels/quarantine.tsx';

const STATES = ['all', 'loaded', 'partial', 'failed', 'quarantined'] as const;
const words = { partial: 'in part', quarantined: 'with bad lines' } as const;

function Sources() {
  const { search, patch, status } = useView();
  const objects = useObjects(search.state, status.loading !== null);
  const [opened, setOpened] = useState<string>();
  const rows = objects.data?.pages.flatMap((one) => one.rows) ?? [];
  const totals = objects.data?.pages[0]?.totals;
  return (
    <div className="page">
      <header className="page-head">
        <h1>Sources</h1>
        <p>what was loaded, from where, and what could not be read</p>
        <span className="grow" />
        <Command text="weir ingest <path>" />
      </header>
      {totals === undefined ? null : <Totals totals={totals} />}
      <Card
        title="Objects"
        about="newest first"
        actions={
          <>
            <Choice
              label="State"
              options={STATES}
              words={words}
              value={search.state ?? 'all'}
              onChange={(state) => patch({ state: state === 'all' ? undefined : state })}
            />
            <ExportButton name="objects" columns={objectColumns} rows={rows} />
          </>
        }
      >
        {objects.isError ? <Failure error={objects.error} onRetry={() => void objects.refetch()} /> : null}
        {objects.isPending ? <Waiting height={300} lines={8} /> : null}
        {objects.isSuccess && rows.length === 0 ? <NoObjects state={search.state} /> : null}
        {rows.length === 0 ? null : (
          <Objects rows={rows} opened={opened} onOpen={setOpened} below={(row) => <Opened row={row} />} />
        )}
        {objects.hasNextPage ? (
          <p className="note">
            <button
              type="button"
              className="link"
              disabled={objects.isFetchingNextPage}
              onClick={() => void objects.fetchNextPage()}
            >
              {objects.isFetchingNextPage ? 'loading …' : 'Show older ones'}
            </button>
          </p>
        ) : null}
      </Card>
    </div>
  );
}

function Opened({ row }: { readonly row: ObjectRow }) {
  return (
    <div className="opened">
      <p className="mono wrap">{row.path}</p>
      <ObjectAdvice row={row} />
      {Number(row.quarantined) > 0 ? <Quarantine row={row} /> : null}
    </div>
  );
}

function NoObjects({ state }: { readonly state: string | undefined }) {
  if (state !== undefined) return <Empty title="No object is in this state" />;
  return (
    <Empty title="Nothing was loaded yet">
      <Command text="weir ingest <path>" />
    </Empty>
  );
}

function Totals({ totals }: { readonly totals: ObjectsAnswer['totals'] }) {
  const bad = Number(totals.quarantined);
  return (
    <section className="gauges" aria-label="Totals">
      <div className="gauge-row">
        <Total
          name="Objects"
          figure={countFigure(totals.objects)}
          words={`${plural(totals.partial, 'in part', 'in part')} · ${plural(totals.failed, 'failed', 'failed')}`}
        />
        <Total name="Records" figure={countFigure(totals.records)} words="good lines, each once" />
        <Total name="Read" figure={bytesFigure(totals.size)} words="as stored, compressed or not" />
        <Total
          name="In quarantine"
          figure={countFigure(totals.quarantined)}
          words={bad === 0 ? 'every line could be read' : 'lines that could not be read'}
          bad={bad > 0}
        />
        <Total
          name="First record"
          figure={{ value: totals.first === null ? '–' : formatMinute(totals.first).slice(0, 10), unit: '' }}
          words={totals.first === null ? '' : `${totals.first.slice(11, 19)} UTC`}
        />
        <Total
          name="Last record"
          figure={{ value: totals.last === null ? '–' : formatMinute(totals.last).slice(0, 10), unit: '' }}
          words={totals.last === null ? '' : `${totals.last.slice(11, 19)} UTC`}
        />
      </div>
    </section>
  );
}

function Total({
  name,
  figure,
  words: about,
  bad = false,
}: {
  readonly name: string;
  readonly figure: Figure;
  readonly words: string;
  readonly bad?: boolean;
}) {
  return (
    <div className="gauge">
      <h3>{name}</h3>
      <div className={bad ? 'v refused' : 'v'}>
        <span>
          {figure.value}
          <small>{figure.unit}</small>
        </span>
      </div>
      <div className="d">{about}</div>
    </div>
  );
}

export const page = definePage({
  path: '/sources',
  title: 'Sources',
  menu: { icon: 'sources', place: 3 },
  hasScope: false,
  Component: Sources,
});
