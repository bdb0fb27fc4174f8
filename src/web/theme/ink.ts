import { useComputedColorScheme } from '@mantine/core';
import { useMemo } from 'react';

const NAMES = [
  'card',
  'raised',
  'ink',
  'ink2',
  'ink3',
  'line',
  'hair',
  'accent',
  'accent-soft',
  'accept',
  'accept-fill',
  'refuse',
  'refuse-line',
  'gap',
  'land',
  'k1',
  'k2',
  'k3',
  'k4',
  'k5',
  'k6',
  'k7',
  'k8',
  'k9',
] as const;

export type Ink = Readonly<Record<(typeof NAMES)[number], string>>;

/** The colours of tokens.css as text, for what is drawn on a canvas; new ones when light turns dark. */
export function useInk(): Ink {
  const scheme = useComputedColorScheme('light');
  return useMemo(() => readInk(scheme), [scheme]);
}

function readInk(scheme: 'light' | 'dark'): Ink {
  // The scheme is set on the root element by now, or about to be: set it here so that the colours read are those of it.
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Ink;
}

/** Nine colours for the parts of a stack, largest part first; the last one is for all others. */
export function partColors(ink: Ink): readonly string[] {
  return [ink.k1, ink.k2, ink.k3, ink.k4, ink.k5, ink.k6, ink.k7, ink.k8];
}

/** A hatched tile, so that refused is told from accepted without colour. Drawn twice as fine as it is shown. */
export function hatch(color: string, background = 'transparent'): HTMLCanvasElement {
  const tile = document.createElement('canvas');
  tile.width = 12;
  tile.height = 12;
  const pen = tile.getContext('2d');
  if (pen === null) return tile;
  pen.fillStyle = background;
  pen.fillRect(0, 0, 12, 12);
  pen.strokeStyle = color;
  pen.lineWidth = 3;
  pen.globalAlpha = 0.62;
  for (const shift of [-12, 0, 12]) {
    pen.beginPath();
    pen.moveTo(shift - 2, 14);
    pen.lineTo(shift + 14, -2);
    pen.stroke();
  }
  return tile;
}
