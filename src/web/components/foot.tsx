import type { StatusAnswer } from '../../contract/index.ts';
import { formatInstant } from '../data/format.ts';
import { linkedText } from '../data/linked-text.ts';
import { useView } from './view.tsx';

/** Below every page: of which time names are, and what the licences of the loaded data ask to be shown. */
export function Foot({ status, hasScope }: { readonly status: StatusAnswer; readonly hasScope: boolean }) {
  const { scope } = useView();
  const names = hasScope && status.inventory;
  if (!names && status.credits.length === 0) return null;
  return (
    <footer className="foot">
      {names ? (
        <span>
          Names are as of {formatInstant(scope.to)} UTC, the end of the range; columns such as src_name go by the time
          of each record.
        </span>
      ) : null}
      {status.credits.map((text) => (
        <Credit key={text} text={text} />
      ))}
    </footer>
  );
}

/** An attribution, with what it links to. */
export function Credit({ text }: { readonly text: string }) {
  return (
    <span className="attribution">
      {linkedText(text).map((piece) =>
        piece.url === undefined ? (
          piece.text
        ) : (
          <a key={piece.url} href={piece.url} target="_blank" rel="noreferrer">
            {piece.text}
          </a>
        ),
      )}
    </span>
  );
}
