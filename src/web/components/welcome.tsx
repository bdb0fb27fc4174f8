import type { StatusAnswer } from '../../contract/index.ts';
import { Command } from './command.tsx';

/** A store without records: what to do next. */
export function Welcome({ status }: { readonly status: StatusAnswer }) {
  return (
    <div className="page">
      <section className="card welcome">
        <h1>{status.loading === null ? 'Nothing is loaded yet' : 'The first records are on their way'}</h1>
        {status.loading === null ? (
          <>
            <p>
              Weir reads VPC and transit gateway flow logs: text or Parquet, gzip or plain, single files or whole
              folders.
            </p>
            <dl>
              <dt>Load your own logs while this page is open</dt>
              <dd>
                <Command text="weir ingest <path>" />
              </dd>
              <dt>Load them and start the page in one go, from a clone</dt>
              <dd>
                <Command text="npm start -- <path>" />
              </dd>
              <dt>No logs at hand? Make those of a demo network and load them</dt>
              <dd>
                <Command text="weir demo --out demo && weir ingest demo/AWSLogs && weir inventory import demo/inventory" />
              </dd>
            </dl>
          </>
        ) : (
          <p>The page fills by itself as they arrive.</p>
        )}
      </section>
    </div>
  );
}
