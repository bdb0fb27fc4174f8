import { Command } from '../components/command.tsx';
import { useView } from '../components/view.tsx';
import { definePage } from '../define-page.ts';
import { Ledger, LedgerDetails } from '../panels/ledger.tsx';

function LedgerPage() {
  const { scope } = useView();
  return (
    <div className="page">
      <header className="page-head">
        <h1>Where every byte went</h1>
        <p>the same packets are logged at both ends and on the way; totals count them once</p>
        <span className="grow" />
        <Command text="weir ledger" />
      </header>
      <Ledger scope={scope} />
      <LedgerDetails scope={scope} />
    </div>
  );
}

export const page = definePage({ path: '/ledger', title: 'Ledger', hasScope: true, Component: LedgerPage });
