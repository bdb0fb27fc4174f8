import type { InventoryObject } from '../../contract/index.ts';
import { protocolName } from '../../fields/index.ts';
import { Card } from '../components/card.tsx';
import { type Column, DataTable, ExportButton } from '../components/data-table.tsx';
import { ThingLink } from '../components/thing.tsx';
import { type AclEntry, aclEntriesOf, type Route, routesOf } from '../data/inventory.ts';

type Names = Readonly<Record<string, string>>;

/** Where packets go: the routes of a table. */
export function ThingRoutes({ table, names }: { readonly table: InventoryObject; readonly names: Names }) {
  const routes = routesOf(table.content);
  const columns = routeColumns(names);
  return (
    <Card
      title="Routes"
      about={table.name ?? table.id}
      actions={<ExportButton name="routes" columns={columns} rows={routes} />}
    >
      <DataTable
        label={`Routes of ${table.name ?? table.id}`}
        columns={columns}
        rows={routes}
        rowKey={({ destination, target }) => `${destination} ${target}`}
      />
    </Card>
  );
}

function routeColumns(names: Names): Column<Route>[] {
  return [
    {
      head: 'destination',
      cell: ({ destination }) =>
        destination.startsWith('pl-') ? (
          <ThingLink id={destination} name={names[destination]} kind="prefix-list" />
        ) : (
          <span className="mono">{destination}</span>
        ),
      plain: ({ destination }) => destination,
    },
    {
      head: 'target',
      cell: ({ target }) =>
        target === 'local' || target === '' ? target || 'local' : <ThingLink id={target} name={names[target]} />,
      plain: ({ target }) => target,
    },
    {
      head: 'state',
      cell: ({ state }) => <span className={state === 'blackhole' ? 'refused' : 'soft'}>{state}</span>,
      plain: ({ state }) => state,
    },
    {
      head: 'origin',
      wideOnly: true,
      cell: ({ origin }) => <span className="soft">{origin}</span>,
      plain: ({ origin }) => origin,
    },
  ];
}

/** What the network ACL lets pass, in the order in which its entries are tried. */
export function ThingAcl({ acl }: { readonly acl: InventoryObject }) {
  const entries = aclEntriesOf(acl.content);
  return (
    <Card
      title="Network ACL"
      about={acl.name ?? acl.id}
      actions={<ExportButton name="network-acl" columns={aclColumns} rows={entries} />}
    >
      <DataTable
        label={`Entries of ${acl.name ?? acl.id}`}
        columns={aclColumns}
        rows={entries}
        rowKey={({ direction, number, range }) => `${direction} ${number} ${range}`}
      />
    </Card>
  );
}

const aclColumns: readonly Column<AclEntry>[] = [
  { head: 'direction', cell: ({ direction }) => direction, plain: ({ direction }) => direction },
  { head: 'number', numeric: true, cell: ({ number }) => number, plain: ({ number }) => number },
  {
    head: 'action',
    cell: ({ action }) => <span className={action === 'deny' ? 'refused' : 'accepted'}>{action}</span>,
    plain: ({ action }) => action,
  },
  {
    head: 'protocol',
    cell: ({ protocol }) => (protocol === '-1' ? 'all' : (protocolName(Number(protocol)) ?? protocol)),
    plain: ({ protocol }) => protocol,
  },
  { head: 'ports', numeric: true, cell: ({ ports }) => ports, plain: ({ ports }) => ports },
  { head: 'range', cell: ({ range }) => <span className="mono">{range}</span>, plain: ({ range }) => range },
];
