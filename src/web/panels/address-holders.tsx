import type { AddressAnswer, AddressHolder } from '../../contract/index.ts';
import { Card } from '../components/card.tsx';
import { Command } from '../components/command.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { ScopeLink } from '../components/links.tsx';
import { Empty } from '../components/states.tsx';
import { ThingLink } from '../components/thing.tsx';
import { formatInstant, MISSING } from '../data/format.ts';
import { kindName } from '../data/inventory.ts';

/** Who held an address, and when. */
export function AddressHolders({ answer, at }: { readonly answer: AddressAnswer; readonly at: string }) {
  const rows = answer.holders.toReversed();
  const columns = columnsOf(at);
  const exported = exportColumns(columns);
  return (
    <Card
      title="Who held it"
      about={rows.length > 1 ? 'newest first' : undefined}
      actions={rows.length === 0 ? undefined : <ExportButton name="holders" columns={exported} rows={rows} />}
    >
      {rows.length === 0 ? (
        <Nobody isEmpty={answer.not_loaded.includes('inventory')} />
      ) : (
        <DataTable
          label="Who held it"
          columns={columns}
          rows={rows}
          rowKey={({ vpc, interface: nic, resource, valid_from: from }) => `${vpc} ${nic} ${resource.id} ${from}`}
        />
      )}
    </Card>
  );
}

function Nobody({ isEmpty }: { readonly isEmpty: boolean }) {
  if (!isEmpty)
    return (
      <Empty title="Nobody in your accounts, as far as is known">
        <ScopeLink to="/inventory">What the inventory knows</ScopeLink>
      </Empty>
    );
  return (
    <Empty title="No inventory is loaded">
      With one, this says which interface of which instance it was, and when.
      <p>
        <Command text="weir inventory import <folder>" />
      </p>
    </Empty>
  );
}

/** The saved file keeps each of what shares a column here. */
function exportColumns(columns: readonly Column<AddressHolder>[]): Pick<Column<AddressHolder>, 'head' | 'plain'>[] {
  const texts = ['name', 'role', 'vpc', 'account', 'region', 'valid_to', 'last_seen'] as const;
  return [...columns, ...texts.map((head) => ({ head, plain: (row: AddressHolder) => row[head] }))];
}

function columnsOf(at: string): Column<AddressHolder>[] {
  const then = Date.parse(at);
  const isThen = ({ valid_from: from, valid_to: to }: AddressHolder) =>
    Date.parse(from) <= then && (to === null || then < Date.parse(to));
  return [
    {
      head: 'belongs to',
      cell: ({ resource, name }) => <ThingLink id={resource.id} name={name} kind={resource.kind} withId />,
      plain: ({ resource }) => resource.id,
    },
    {
      head: 'interface',
      cell: ({ interface: nic, role, resource }) => (
        <span className="who">
          {nic === null ? MISSING : <ThingLink id={nic} kind="network-interface" />}
          <span className="about">{[kindName(resource.kind), role].join(', ')}</span>
        </span>
      ),
      plain: ({ interface: nic }) => nic,
    },
    {
      head: 'owner, VPC',
      cell: ({ owner, vpc }) => (
        <span className="who">
          <span>{owner ?? MISSING}</span>
          {vpc === null ? null : <ThingLink id={vpc} kind="vpc" />}
        </span>
      ),
      plain: ({ owner }) => owner,
    },
    {
      head: 'from, UTC',
      cell: (row) => (
        <span className="who">
          <span className={isThen(row) ? 'held' : 'soft'} title={isThen(row) ? 'at the end of the range' : undefined}>
            {formatInstant(row.valid_from)}
          </span>
          <span className="about">
            {row.valid_to === null
              ? `still, seen ${formatInstant(row.last_seen)}`
              : `to ${formatInstant(row.valid_to)}`}
          </span>
        </span>
      ),
      plain: ({ valid_from: from }) => from,
    },
  ];
}
