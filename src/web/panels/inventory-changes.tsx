import { Card } from '../components/card.tsx';
import { ChangeList, changeColumns, changeRows } from '../components/change-list.tsx';
import { ExportButton } from '../components/data-table.tsx';
import { Empty, Failure, Waiting } from '../components/states.tsx';
import { formatExact } from '../data/format.ts';
import { useInventoryChanges } from '../data/inventory.ts';

/** What happened to the account lately, with before and after. */
export function InventoryChanges() {
  const list = useInventoryChanges();
  const changes = list.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = list.data?.pages[0]?.total;
  return (
    <Card
      title="Changes"
      about={total === undefined ? undefined : `${formatExact(total)} known, newest first`}
      actions={<ExportButton name="inventory-changes" columns={changeColumns} rows={changeRows(changes)} />}
    >
      {list.isError ? <Failure error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Waiting height={300} lines={8} /> : null}
      {list.isSuccess && changes.length === 0 ? (
        <Empty title="No change is known yet">
          Import another snapshot later: what differs from the one before shows here, with before and after.
        </Empty>
      ) : null}
      <div className="scroll-changes">
        <ChangeList changes={changes} />
        {list.hasNextPage ? (
          <p className="note">
            <button
              type="button"
              className="link"
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {list.isFetchingNextPage ? 'loading …' : 'Show older ones'}
            </button>
          </p>
        ) : null}
      </div>
    </Card>
  );
}
