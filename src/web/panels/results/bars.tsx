import type { MouseEvent } from 'react';
import { useMemo } from 'react';
import { NamedAddress } from '../../components/named.tsx';
import { shorten } from '../../data/format.ts';
import { pickAll, placeOf, useCellMenu } from './cell-menu.tsx';
import type { DrawingProps } from './drawing.ts';
import { extentOf, type Group, ranked, verdictOf } from './groups.ts';
import { Left } from './left.tsx';
import { useNaming } from './named-groups.ts';
import { figureWords } from './words.ts';

const MOST = 30;

/** One bar a key, largest first, each with its name and figure; what was before is a mark on it. */
export function Bars({ answer, shape, measured, onPick }: DrawingProps) {
  const { openMenu, menu } = useCellMenu(onPick);
  const {
    groups: unnamed,
    hidden,
    all,
  } = useMemo(() => ranked(answer, shape, shape.keys, measured, MOST), [answer, shape, measured]);
  const named = useNaming(unnamed);
  const groups = useMemo(() => named(unnamed), [named, unnamed]);
  const { low, high } = useMemo(() => extentOf(groups.flatMap(({ value, previous }) => [value, previous])), [groups]);
  const share = (value: Group['value']) => (Number(value ?? 0) - low) / Math.max(high - low, Number.MIN_VALUE);
  const click = (group: Group) => (event: MouseEvent) => pickAll(group.parts, event.altKey, onPick);
  return (
    <>
      <ol className="result-bars" aria-label={`${measured.column.name}, largest first`}>
        {groups.map((group) => {
          const inside = (
            <BarContent
              group={group}
              column={measured.column}
              from={share(0)}
              to={share(group.value)}
              isCompared={measured.previous !== undefined}
            >
              {group.previous === undefined ? null : (
                <i className="was" style={{ left: `${share(group.previous) * 100}%` }} />
              )}
            </BarContent>
          );
          return (
            <li key={group.id} className={group.kind}>
              {group.parts.length === 0 ? (
                <div className="result-bar still">{inside}</div>
              ) : (
                <button
                  type="button"
                  className="result-bar"
                  title={titleOf(group, measured.column)}
                  onClick={click(group)}
                  onContextMenu={(event) => {
                    event.preventDefault();
                    openMenu(group.parts, placeOf(event));
                  }}
                >
                  {inside}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      <Left hidden={hidden} all={all} what="bars" />
      {menu}
    </>
  );
}

interface ContentProps {
  readonly group: Group;
  readonly column: DrawingProps['measured']['column'];
  readonly from: number;
  readonly to: number;
  readonly isCompared: boolean;
  readonly children: React.ReactNode;
}

function BarContent({ group, column, from, to, isCompared, children }: ContentProps) {
  const { value, previous, parts, label, title } = group;
  const isAddress = parts.length > 0 && parts.every((part) => part.column.kind === 'address');
  const only = isAddress && parts.length === 1 ? parts[0]?.value : undefined;
  const alone = typeof only === 'string' && only !== '' ? only : undefined;
  const isRefused = verdictOf(parts) === 'refuse';
  const [left, right] = [Math.min(from, to) * 100, Math.max(from, to) * 100];
  return (
    <>
      <span className={`name${isAddress && alone === undefined && title === undefined ? ' mono' : ''}`}>
        {alone === undefined ? shorten(label, 48) : <NamedAddress address={alone} />}
      </span>
      <span className="track">
        <span className={isRefused ? 'fill hatched' : 'fill'} style={{ left: `${left}%`, width: `${right - left}%` }} />
        {children}
      </span>
      <span className="figure">
        {value === undefined ? '–' : figureWords(column, value).text}
        {isCompared ? (
          <small>{previous === undefined ? 'was –' : `was ${figureWords(column, previous).text}`}</small>
        ) : null}
      </span>
    </>
  );
}

function titleOf({ label, title = label, value }: Group, column: ContentProps['column']): string {
  const figure = value === undefined ? 'nothing' : figureWords(column, value).exact;
  return `${title}: ${figure}\nClick: only this. Alt-click: without this. Right-click: more.`;
}
