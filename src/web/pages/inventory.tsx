import { Answer } from '../components/card.tsx';
import { Command } from '../components/command.tsx';
import { useInventoryStatus } from '../data/inventory.ts';
import { definePage } from '../define-page.ts';
import { InventoryChanges } from '../panels/inventory-changes.tsx';
import { InventoryKnown } from '../panels/inventory-known.tsx';
import { InventoryMissing } from '../panels/inventory-missing.tsx';
import { InventoryObjects } from '../panels/inventory-objects.tsx';

function Inventory() {
  const status = useInventoryStatus();
  const now = Math.max(status.dataUpdatedAt, Date.now());
  return (
    <div className="page">
      <header className="page-head">
        <h1>Inventory</h1>
        <p>what the account held, and when</p>
        <span className="grow" />
        <Command text="weir inventory import <folder>" />
      </header>
      <Answer query={status} height={480} lines={10}>
        {(answer) =>
          answer.known.length === 0 ? (
            <NothingKnown />
          ) : (
            <div className="column">
              <div className="row talk">
                <div className="column">
                  <InventoryKnown status={answer} now={now} />
                </div>
                <div className="column">
                  <InventoryChanges />
                </div>
              </div>
              <InventoryObjects status={answer} now={now} />
              <InventoryMissing status={answer} />
            </div>
          )
        }
      </Answer>
    </div>
  );
}

/** Without an inventory: what it would bring, and the ways to give one. */
function NothingKnown() {
  return (
    <section className="card welcome">
      <h1>Nothing is known of your account yet</h1>
      <p>
        A flow log names addresses. With an inventory every page says who that was at that minute: which instance, in
        which subnet, behind which security group, and who owns it.
      </p>
      <dl>
        <dt>Fetch it from AWS, with your own credentials and read-only calls</dt>
        <dd>
          <Command text="weir inventory pull --regions eu-west-1" />
        </dd>
        <dt>Or save what the AWS CLI prints into a folder, and import the folder</dt>
        <dd>
          <Command text="aws ec2 describe-network-interfaces --output json > describe/network-interfaces.json" />
        </dd>
        <dd>
          <Command text="weir inventory import describe" />
        </dd>
        <dt>Just trying the demo? Its inventory lies beside its logs</dt>
        <dd>
          <Command text="weir inventory import demo/inventory --owner-tag owner" />
        </dd>
      </dl>
    </section>
  );
}

export const page = definePage({
  path: '/inventory',
  title: 'Inventory',
  menu: { icon: 'inventory', place: 2.5 },
  hasScope: false,
  Component: Inventory,
});
