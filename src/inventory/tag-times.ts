import type { Span } from './history.ts';

type Tags = Readonly<Record<string, string>>;

/** Somebody said at a time which tags an object has: its own answer, which holds them, or a list of tags. */
export type TagSaying =
  | { readonly at: number; readonly by: 'itself' }
  | { readonly at: number; readonly by: 'list'; readonly tags: Tags };

/** A time in which an object had one content and one set of tags. */
export type Tagged<S extends Span> = S & { readonly tags: Tags };

/**
 * The spans of an object, cut where its tags change although its content does not: what a list of tags says holds until
 * the object itself or a newer list says otherwise. Before anybody said anything, what was said first is taken. What an
 * object says of itself holds as long as that content; a newer list may change and add to it.
 */
export function taggedSpans<S extends Span>(
  spans: readonly S[],
  ownTags: (span: S) => Tags,
  sayings: readonly TagSaying[],
): Tagged<S>[] {
  const times = stretches(sayings);
  return spans.flatMap((span) => {
    const own = ownTags(span);
    const end = span.to ?? Number.POSITIVE_INFINITY;
    const within = times.filter(({ from, to }) => from < end && to > span.from);
    const parts: Tagged<S>[] = [];
    for (const { from, listed, isNewer } of within) {
      const tags = isNewer ? { ...own, ...listed } : { ...listed, ...own };
      const last = parts.at(-1);
      if (last !== undefined && sameTags(last.tags, tags)) continue;
      if (last !== undefined) parts[parts.length - 1] = ended(last, from, span, times);
      parts.push(last === undefined ? { ...span, tags } : { ...span, tags, ...retagged(from, span) });
    }
    return parts;
  });
}

interface Stretch {
  readonly from: number;
  readonly to: number;
  /** What a list adds to the tags of the content, or says in their place. */
  readonly listed: Tags;
  readonly isNewer: boolean;
}

/** All of time, cut where somebody said something. */
function stretches(sayings: readonly TagSaying[]): Stretch[] {
  const said = [...Map.groupBy(sayings, ({ at }) => at)].sort(([a], [b]) => a - b);
  const all = said.map(([at, both], i): Stretch => {
    const listed = both.find((one) => one.by === 'list')?.tags ?? {};
    return {
      from: at,
      to: said[i + 1]?.[0] ?? Number.POSITIVE_INFINITY,
      listed,
      isNewer: both.every(({ by }) => by === 'list'),
    };
  });
  const first = all[0];
  return [
    {
      from: Number.NEGATIVE_INFINITY,
      to: first?.from ?? Number.POSITIVE_INFINITY,
      listed: first?.listed ?? {},
      isNewer: false,
    },
    ...all,
  ];
}

function ended<S extends Span>(part: Tagged<S>, to: number, span: S, times: readonly Stretch[]): Tagged<S> {
  const before = times.findLast((one) => one.from < to)?.from ?? part.from;
  const lastSeen = Math.max(part.firstSeen, Math.min(span.lastSeen, before));
  return { ...part, to, lastSeen, uncertainFrom: Math.max(lastSeen, before, part.from) };
}

const retagged = (from: number, span: Span) => ({
  from,
  firstSeen: from,
  lastSeen: Math.max(from, span.lastSeen),
  began: 'retagged' as const,
  notBefore: undefined,
});

function sameTags(a: Tags, b: Tags): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}
