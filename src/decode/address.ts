/** The eight 16-bit groups of an address; IPv4 as `::ffff:a.b.c.d`. Undefined for what the engine does not take either. */
export function addressGroups(text: string): readonly number[] | undefined {
  if (!text.includes(':')) {
    // A leading zero would be octal to some readers; the engine refuses it in the first octet.
    if (/^0\d/.test(text)) return undefined;
    const tail = dotted(text);
    return tail === undefined ? undefined : [0, 0, 0, 0, 0, 0xffff, ...tail];
  }
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, rest] = halves.map((half, i) => groupsOf(half, i === halves.length - 1));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 8 ? head : undefined;
  if (rest === undefined || head.length + rest.length > 8) return undefined;
  return [...head, ...Array.from({ length: 8 - head.length - rest.length }, () => 0), ...rest];
}

function dotted(text: string): [number, number] | undefined {
  if (!/^\d+(\.\d+){3}$/.test(text)) return undefined;
  const octets = text.split('.').map(Number);
  if (octets.some((o) => o > 255)) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = octets;
  return [a * 256 + b, c * 256 + d];
}

function groupsOf(half: string, last: boolean): number[] | undefined {
  if (half === '') return [];
  const parts = half.split(':');
  const groups: number[] = [];
  for (const [i, part] of parts.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(Number.parseInt(part, 16));
    else {
      const tail = last && i === parts.length - 1 ? dotted(part) : undefined;
      if (tail === undefined) return undefined;
      groups.push(...tail);
    }
  }
  return groups;
}

/** An address as people write it: `10.0.0.1` for a mapped one, else RFC 5952. */
export function addressText(groups: readonly number[]): string {
  const [high = 0, low = 0] = groups.slice(6);
  const quad = `${high >> 8}.${high & 255}.${low >> 8}.${low & 255}`;
  if (groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff) return quad;
  const run = longestZeroRun(groups);
  if (run.start === 0 && run.length === 6) return `::${quad}`;
  const hex = groups.map((g) => g.toString(16));
  if (run.length < 2) return hex.join(':');
  return `${hex.slice(0, run.start).join(':')}::${hex.slice(run.start + run.length).join(':')}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let length = 0;
    while (groups[start + length] === 0) length += 1;
    if (length > best.length) best = { start, length };
  }
  return best;
}
