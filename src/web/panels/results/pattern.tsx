import type { Ink } from '../../theme/ink.ts';
import { hatch, partColors } from '../../theme/ink.ts';
import type { Group } from './groups.ts';
import { verdictOf } from './groups.ts';

/** How a part of a drawing looks: by colour, and by lines that tell it apart without. */
export interface Look {
  readonly color: string;
  /** Place among the tiles and dashes below. */
  readonly pattern: number;
  readonly refused: boolean;
}

/** Engraved on a tile of 8 by 8; the first is plain. */
const TILES = ['', 'M-2 10L10-2M-2 2L2-2M6 10L10 6', 'M0 2H8M0 6H8', 'M2 0V8M6 0V8', 'M-2-2L10 10M6-2L10 2M-2 6L2 10'];
const MORE_TILES = ['M1.500 2h1.500M5.500 6h1.500', 'M0 4H8M4 0V8', 'M0 0L8 8M8 0L0 8'];
const ALL_TILES = [...TILES, ...MORE_TILES];

/** Pixels drawn and left out, in turn; the first is a whole line. */
const DASHES: readonly (readonly number[])[] = [
  [],
  [7, 3],
  [2, 3],
  [9, 3, 2, 3],
  [13, 4],
  [4, 2],
  [5, 3, 2, 3, 2, 3],
  [1, 2],
];

/** The look of each group, in their order; all others are grey. */
export function looksOf(groups: readonly Pick<Group, 'kind' | 'parts'>[], ink: Ink): Look[] {
  const colors = partColors(ink);
  // Beside accepted and refused, no other part may look like one of them.
  let next = groups.some(({ parts }) => verdictOf(parts) !== undefined) ? 2 : 0;
  return groups.map(({ kind, parts }) => {
    if (kind !== 'one') return { color: kind === 'others' ? ink.k9 : ink.gap, pattern: 0, refused: false };
    const verdict = verdictOf(parts);
    if (verdict === 'accept') return { color: ink.accept, pattern: 0, refused: false };
    if (verdict === 'refuse') return { color: ink['refuse-line'], pattern: 1, refused: true };
    const at = next++;
    return { color: colors[at % colors.length] ?? ink.k1, pattern: at % ALL_TILES.length, refused: false };
  });
}

/** The fill of a surface on the canvas. */
export function fillOf(look: Look, ink: Ink) {
  if (look.refused) return { image: hatch(look.color, ink.card), repeat: 'repeat', scaleX: 0.5, scaleY: 0.5 };
  const path = ALL_TILES[look.pattern] ?? '';
  if (path === '') return look.color;
  // Twice as fine as it is shown, so that it stays sharp on dense screens.
  const tile = document.createElement('canvas');
  [tile.width, tile.height] = [16, 16];
  const pen = tile.getContext('2d');
  if (pen === null) return look.color;
  pen.fillStyle = look.color;
  pen.fillRect(0, 0, 16, 16);
  pen.scale(2, 2);
  pen.strokeStyle = ink.card;
  pen.globalAlpha = 0.5;
  pen.lineWidth = 1;
  pen.stroke(new Path2D(path));
  return { image: tile, repeat: 'repeat', scaleX: 0.5, scaleY: 0.5 };
}

export function dashOf(look: Look): readonly number[] | 'solid' {
  const dash = DASHES[look.pattern] ?? [];
  return dash.length === 0 ? 'solid' : dash;
}

/** The same look in a legend. */
export function Swatch({ look, as }: { readonly look: Look; readonly as: 'surface' | 'line' }) {
  if (as === 'line')
    return (
      <svg className="result-swatch" width="22" height="10" aria-hidden="true" focusable="false">
        <path
          d="M0 5H22"
          stroke={look.color}
          strokeWidth="2"
          strokeDasharray={(DASHES[look.pattern] ?? []).join(' ')}
        />
      </svg>
    );
  if (look.refused) return <i className="swatch refuse" />;
  return (
    <svg className="result-swatch" width="10" height="10" viewBox="0 0 8 8" aria-hidden="true" focusable="false">
      <rect width="8" height="8" rx="1.600" fill={look.color} />
      <path d={ALL_TILES[look.pattern]} stroke="var(--card)" strokeOpacity="0.6" fill="none" />
    </svg>
  );
}
