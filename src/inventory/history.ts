/** One object in one observation. Times are milliseconds. */
export interface Sight {
  readonly at: number;
  /** Digest of the content. */
  readonly hash: string;
  /** Since when the content proves that the object is there. */
  readonly since?: number | undefined;
  /** It was seen from another account than its owner's, which shows less of it. */
  readonly foreign?: boolean | undefined;
  /** It said which tags the object has, be it none. */
  readonly saysTags?: boolean | undefined;
}

/** A time in which an object was there with one content: from `from`, before `to`. */
export interface Span {
  readonly hash: string;
  readonly from: number;
  /** Undefined while nothing proves an end. */
  readonly to: number | undefined;
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** Since when it may have been otherwise, where the end lies between two observations. */
  readonly uncertainFrom: number | undefined;
  /**
   * What began it: the object was there before with another content, or with other tags that are listed by themselves;
   * it was not there; or nothing is known before.
   */
  readonly began: 'changed' | 'retagged' | 'appeared' | 'first-seen';
  /** Where it began without proof of the moment: the last time it was certainly not so. */
  readonly notBefore: number | undefined;
}

/**
 * The history of one object: a pure function of the set of its sights and of the times at which everything of its kind
 * was listed. Order and duplicates change nothing.
 */
export function spansOf(sights: readonly Sight[], listed: Iterable<number>): Span[] {
  const byTime = believed(sights);
  const missing = [...new Set(listed)].filter((at) => !byTime.has(at));
  const times = [...byTime.keys(), ...missing].sort((a, b) => a - b);
  const spans: Span[] = [];
  let absent: number | undefined;
  let open: Span | undefined;
  for (const at of times) {
    const sight = byTime.get(at);
    if (open !== undefined && sight?.hash === open.hash) {
      open = { ...open, lastSeen: at };
      continue;
    }
    if (open !== undefined) spans.push({ ...open, to: at, uncertainFrom: open.lastSeen });
    if (sight === undefined) {
      open = undefined;
      absent = at;
    } else {
      open = open === undefined ? begun(sight, absent) : changed(sight, open.lastSeen);
    }
  }
  return open === undefined ? spans : [...spans, open];
}

/** The sight that holds at each time: the owner's, where there is any. */
export function believed<S extends Sight>(sights: readonly S[]): Map<number, S> {
  const byTime = new Map<number, S>();
  const own = sights.filter((sight) => sight.foreign !== true);
  for (const sight of own.length > 0 ? own : sights) {
    const other = byTime.get(sight.at);
    // Two contents at one moment: which of them holds must not hang on the order.
    if (other === undefined || isRather(sight, other)) byTime.set(sight.at, sight);
  }
  return byTime;
}

function isRather(one: Sight, other: Sight): boolean {
  if (one.hash !== other.hash) return one.hash > other.hash;
  return (one.since ?? Number.POSITIVE_INFINITY) < (other.since ?? Number.POSITIVE_INFINITY);
}

const seen = ({ hash, at }: Sight) => ({ hash, firstSeen: at, lastSeen: at, to: undefined, uncertainFrom: undefined });

function begun(sight: Sight, absent: number | undefined): Span {
  const { at, since } = sight;
  const isProved = since !== undefined && since <= at && (absent === undefined || since > absent);
  return {
    ...seen(sight),
    from: isProved ? since : at,
    began: isProved || absent !== undefined ? 'appeared' : 'first-seen',
    notBefore: isProved ? undefined : absent,
  };
}

function changed(sight: Sight, before: number): Span {
  return { ...seen(sight), from: sight.at, began: 'changed', notBefore: before };
}

/** The span that holds at a time. */
export function spanAt<S extends Pick<Span, 'from' | 'to'>>(spans: readonly S[], at: number): S | undefined {
  return spans.find((span) => span.from <= at && (span.to === undefined || at < span.to));
}
