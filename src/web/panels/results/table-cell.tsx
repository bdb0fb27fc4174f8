import { CopyButton } from '@mantine/core';
import type { QueryColumn, QueryValue } from '../../../contract/index.ts';
import { NamedAddress } from '../../components/named.tsx';
import { canPick, type Pick } from '../../data/answer.ts';
import { flowColumn } from '../../data/answer-roles.ts';
import { MISSING, shorten } from '../../data/format.ts';
import { recordColumns } from '../../data/record-columns.ts';
import { canOpen } from './cell-menu.tsx';
import { type Words, wordsOf } from './words.ts';

interface CellProps {
  readonly column: QueryColumn;
  readonly value: QueryValue;
  /** Letters that the column has room for. */
  readonly room: number;
  readonly onPick: (pick: Pick) => void;
}

/** What a cell shows: a value that filters, or text and figures that can be copied. */
export function CellContent({ column, value, room, onPick }: CellProps) {
  const words = wordsOf(column, value);
  if (!canPick(column, value)) return <Still column={column} words={words} room={room} />;
  return (
    <>
      <button
        type="button"
        tabIndex={-1}
        className={`val${looksOf(column, value)}`}
        title={`${titleOf(words)}\nClick: only this. Alt-click: without this. Right-click or Enter: more.`}
        onClick={(event) => onPick({ column, value, action: event.altKey ? 'exclude' : 'add' })}
      >
        {column.kind === 'address' && typeof value === 'string' && value !== '' ? (
          <NamedAddress address={value} room={Math.max(8, room)} />
        ) : words.name === undefined ? (
          shorten(words.text, Math.max(8, room))
        ) : (
          <>
            <span className="decoded">{words.name}</span>
            <span className="code">{shorten(words.text, Math.max(8, room))}</span>
          </>
        )}
      </button>
      {canOpen({ column, value }) ? (
        <button
          type="button"
          tabIndex={-1}
          className="open arrow"
          aria-label={`Open the page of ${words.text}`}
          title={`Open the page of ${words.text}`}
          onClick={() => onPick({ column, value, action: 'open' })}
        ></button>
      ) : null}
    </>
  );
}

function Still({
  column,
  words,
  room,
}: {
  readonly column: QueryColumn;
  readonly words: Words;
  readonly room: number;
}) {
  const { text } = words;
  if (text === MISSING) return <span className="missing">{text}</span>;
  const shown = shorten(text, Math.max(8, room));
  if (shown === text || isRight(column)) return <span title={titleOf(words)}>{text}</span>;
  return (
    <CopyButton value={words.exact}>
      {({ copied, copy }) => (
        <button type="button" tabIndex={-1} className="val" title={`${words.exact}\nClick: copy.`} onClick={copy}>
          {copied ? 'copied' : shown}
        </button>
      )}
    </CopyButton>
  );
}

function titleOf({ text, name, exact }: Words): string {
  if (name !== undefined) return `${name} (${exact})`;
  return exact === '' ? text : exact;
}

function looksOf(column: QueryColumn, value: QueryValue): string {
  const isMono = recordColumns.get(flowColumn(column) ?? '')?.kind === 'text';
  const tone =
    flowColumn(column) !== 'action' ? '' : value === 'REJECT' ? ' refused' : value === 'ACCEPT' ? ' accepted' : '';
  return `${isMono ? ' mono' : ''}${tone}${value === null || value === '' ? ' missing' : ''}`;
}

/** Figures stand right, so that their digits line up. */
export function isRight(column: QueryColumn): boolean {
  return column.kind === 'number';
}

const LETTER = 7.1;
const PADDING = 26;
const ARROW = 20;

/** Width in pixels that suits what a column holds; the few longest texts are cut, and give the others room. */
export function widthOf(column: QueryColumn, at: number, rows: readonly (readonly QueryValue[])[]): number {
  const lengths: number[] = [];
  const step = Math.max(1, Math.floor(rows.length / 200));
  for (let index = 0; index < rows.length; index += step) {
    const { text, name } = wordsOf(column, rows[index]?.[at] ?? null);
    lengths.push(text.length + (name === undefined ? 0 : name.length + 1));
  }
  lengths.sort((a, b) => a - b);
  // Figures are never cut, and any IPv4 address fits with a short name, also one that comes later.
  const usual = lengths[isRight(column) ? lengths.length - 1 : Math.floor(lengths.length * 0.85)] ?? 0;
  const letters = Math.max(column.kind === 'address' ? 22 : 0, column.name.length + 2, usual);
  const arrow = column.kind === 'address' ? ARROW : 0;
  return Math.ceil(Math.min(320, Math.max(64, letters * LETTER + PADDING)) + arrow);
}

/** Letters that a width has room for. */
export function roomOf(column: QueryColumn, width: number): number {
  return Math.floor((width - PADDING - (column.kind === 'address' ? ARROW : 0)) / LETTER + 0.5);
}
