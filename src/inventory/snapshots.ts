import type { InventorySnapshot } from '../store/index.ts';
import { canonical, digest } from './canonical.ts';
import { type Item, type Kind, saysTags, tagsOf, textOf } from './define-kind.ts';
import { accountOf, idsIn, networksOf, regionOf } from './place-of.ts';
import type { FileAnswer, Note } from './read-files.ts';

export interface SnapshotOptions {
  /** When everything was seen, in milliseconds; without it, what the answers or their files say. */
  readonly at?: number | undefined;
  /** Where objects belong that do not say it themselves. */
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** The present, in milliseconds. */
  readonly now: number;
}

export type TimeSource = 'option' | 'answer' | 'file';

/** Clocks of two machines that are both well kept. */
const clockDifference = 300_000;

/** One call: an answer, or its pages. */
interface Call {
  readonly kind: Kind;
  readonly pages: readonly FileAnswer[];
  readonly covers: boolean;
}

/** What the answers of an import say, as snapshots: one per time, account, region and kind. */
export function snapshotsOf(
  answers: readonly FileAnswer[],
  options: SnapshotOptions,
): { snapshots: InventorySnapshot[]; notes: Note[]; times: Record<TimeSource, number> } {
  const notes: Note[] = [];
  const times: Record<TimeSource, number> = { option: 0, answer: 0, file: 0 };
  const whereabouts = new Whereabouts(answers, options);
  const drafts = new Map<string, Draft>();
  for (const call of callsOf(answers, notes)) {
    const time = timeOf(call, options);
    const first = call.pages[0];
    if (first === undefined) continue;
    if (time.at > options.now + clockDifference) {
      notes.push({
        file: first.file,
        place: first.place(first.path),
        message: `${call.kind.plural}: its time, ${new Date(time.at).toISOString()}, has not come yet`,
        hint: 'set the clock right, or say when it was with --at',
        failure: true,
      });
      continue;
    }
    times[time.source] += 1;
    addCall(call, time.at, whereabouts, drafts, notes);
  }
  notes.push(...whereabouts.notes());
  return { snapshots: [...drafts.values()].map(finished), notes, times };
}

/** Pages belong to the first last page behind them, in one folder. Where pages stay without one, nothing there is whole. */
function callsOf(answers: readonly FileAnswer[], notes: Note[]): Call[] {
  const calls: Call[] = [];
  const sameCall = ({ folder, kind, hint }: FileAnswer) => `${kind.name} ${kind.gather ? hint : ''} ${folder}`;
  for (const group of Map.groupBy(answers, sameCall).values()) {
    let open: FileAnswer[] = [];
    const whole: FileAnswer[][] = [];
    for (const answer of group) {
      // What is a part whatever follows it; but where several entries make one object, its pages belong together.
      if (answer.paging === 'none' || (answer.covers === 'part' && answer.kind.gather === undefined)) {
        calls.push({ kind: answer.kind, pages: [answer], covers: answer.covers === 'all' });
        continue;
      }
      open.push(answer);
      if (answer.paging === 'more') continue;
      whole.push(open);
      open = [];
    }
    const last = open.at(-1);
    if (last !== undefined) {
      const { kind, hint } = last;
      // Half of the entries of a list, or half of the tags of a thing, would be a wrong one.
      const isLost = kind.gather !== undefined;
      const what = isLost && hint !== undefined ? `${kind.plural}, ${hint}` : kind.plural;
      notes.push({
        file: last.file,
        place: last.place(last.path),
        message: `${what}: a NextToken is left over, so that pages are missing; ${isLost ? 'those that are there are left out, too' : 'nothing is taken as gone'}`,
        hint: 'add the other pages to the same folder, or call without --max-items and --no-paginate',
      });
      if (!isLost) calls.push({ kind, pages: open, covers: false });
    }
    for (const pages of whole)
      for (const { kind } of pages.slice(0, 1))
        calls.push({ kind, pages, covers: last === undefined && pages.every(({ covers }) => covers === 'all') });
  }
  return calls;
}

function timeOf({ pages }: Call, { at }: SnapshotOptions): { at: number; source: TimeSource } {
  if (at !== undefined) return { at, source: 'option' };
  const said = pages.flatMap((page) => page.at ?? []);
  if (said.length > 0) return { at: Math.max(...said), source: 'answer' };
  return { at: Math.max(...pages.map((page) => page.written)), source: 'file' };
}

interface Draft {
  readonly at: number;
  readonly account: string;
  readonly region: string;
  readonly kind: Kind;
  covers: boolean;
  readonly files: Set<string>;
  readonly observations: Map<string, InventorySnapshot['observations'][number]>;
}

function addCall(call: Call, at: number, whereabouts: Whereabouts, drafts: Map<string, Draft>, notes: Note[]): void {
  const { kind, pages } = call;
  const viewer = whereabouts.viewer(call);
  const key = [at, viewer.account, viewer.region, kind.name].join(' ');
  const draft: Draft = drafts.get(key) ?? {
    at,
    ...viewer,
    kind,
    covers: false,
    files: new Set(),
    observations: new Map(),
  };
  drafts.set(key, draft);
  draft.covers ||= viewer.covers;
  for (const page of pages) draft.files.add(page.file);
  for (const { item, path, page } of entriesOf(call)) {
    const id = kind.id(item);
    if (id !== undefined) {
      const account = accountOf(kind, item) ?? viewer.account;
      const region = whereabouts.regionOf(kind, item) ?? viewer.region;
      const observation = observed(kind, id, item, { account, region, viewer: viewer.account });
      const key = `${account} ${region} ${id} ${observation.hash}`;
      const says_tags = observation.says_tags || draft.observations.get(key)?.says_tags === true;
      draft.observations.set(key, { ...observation, says_tags });
      continue;
    }
    const isEntries = kind.name === 'managed-prefix-list-entries';
    notes.push({
      file: page.file,
      place: page.place(path),
      message: isEntries
        ? 'the entries do not say of which prefix list they are'
        : `a ${kind.name} without identifier is left out`,
      hint: isEntries
        ? 'name the file after the list: pl-….json'
        : `each has its identifier in what \`${kind.call}\` prints`,
    });
    if (isEntries) break;
  }
}

/** The objects of a call, each with the page and the place that it stands at. What a pull brings is gathered already. */
function entriesOf({ kind, pages }: Call): { item: Item; path: FileAnswer['path']; page: FileAnswer }[] {
  const all = pages.flatMap((page) => page.entries.map(({ item, path }) => ({ item, path, page })));
  const [first] = pages;
  if (first === undefined || first.asked !== undefined || kind.gather === undefined) return all;
  const items = all.map(({ item }) => item);
  return kind.gather(items, first.hint).map((item) => ({ item, path: first.path, page: first }));
}

function observed(
  kind: Kind,
  id: string,
  item: Item,
  where: { account: string; region: string; viewer: string },
): InventorySnapshot['observations'][number] {
  const content = JSON.stringify(canonical(item) ?? {});
  const { account, region, viewer } = where;
  return {
    account,
    region,
    id,
    foreign: viewer !== '' && account !== viewer,
    hash: digest(content),
    content,
    vpc: textOf(item, 'VpcId') ?? textOf(item, 'VPCId') ?? '',
    state: kind.state?.(item) ?? '',
    since: kind.since?.(item),
    tags: tagsOf(item),
    says_tags: saysTags(item),
    addresses: [...new Set((kind.addresses?.(item) ?? []).map(({ address }) => address))].sort(),
    refs: [...idsIn(item, id), ...(kind.names?.(item, where) ?? [])].sort(),
  };
}

function finished(draft: Draft): InventorySnapshot {
  const { at, account, region, kind, covers, files } = draft;
  const observations = [...draft.observations.entries()].sort(([a], [b]) => (a < b ? -1 : 1));
  const names = observations.map(([key]) => key);
  return {
    snapshot: digest(JSON.stringify([at, account, region, kind.name, covers, names])),
    at,
    account,
    region,
    kind: kind.name,
    covers,
    files: [...files],
    observations: observations.map(([, one]) => one),
  };
}

/** Which account asked, and which region: what the answers of a file agree on, else those of its folder. */
class Whereabouts {
  readonly #answers: readonly FileAnswer[];
  readonly #options: SnapshotOptions;
  readonly #agreed = new Map<string, Agreed>();
  readonly #unclear = new Map<string, { what: string; first: FileAnswer; plurals: Set<string> }>();
  /** The region of each network that says its own, by identifier. */
  readonly #networks = new Map<string, string>();

  constructor(answers: readonly FileAnswer[], options: SnapshotOptions) {
    this.#answers = answers;
    this.#options = options;
    for (const { kind, entries } of answers)
      for (const { item } of entries) {
        const region = regionOf(kind, item);
        if (region !== undefined) for (const id of networksOf(kind, item)) this.#networks.set(id, region);
      }
  }

  /** The region that an object names, else that of the VPC, subnets or interfaces that it lies in. */
  regionOf(kind: Kind, item: Item): string | undefined {
    const own = regionOf(kind, item);
    if (own !== undefined) return own;
    return networksOf(kind, item)
      .map((id) => this.#networks.get(id))
      .find((region) => region !== undefined);
  }

  viewer({ kind, pages, covers }: Call): { account: string; region: string; covers: boolean } {
    const first = pages[0];
    if (first === undefined) return { account: '', region: '', covers: false };
    if (first.asked !== undefined) return { ...first.asked, covers };
    const [file, folder] = [this.#agree('file', first.file), this.#agree('folder', first.folder)];
    const own = this.#evidence(pages);
    const account =
      single(own.strong) ??
      single(file.strong) ??
      single(folder.strong) ??
      this.#options.account ??
      (folder.strong.size === 0 ? (single(own.weak) ?? single(file.weak) ?? single(folder.weak)) : undefined);
    const region =
      single(own.regions) ??
      (own.regions.size > 1 ? undefined : (this.#options.region ?? single(file.regions) ?? single(folder.regions)));
    const known = { account: account ?? '', region: region ?? '' };
    if (!covers) return { ...known, covers };
    const unclear = account === undefined ? 'account' : region === undefined ? 'region' : undefined;
    // Without a region of its own, an answer beside another of its kind may be that of any region.
    const isAlone =
      own.regions.size > 0 ||
      this.#options.region !== undefined ||
      this.#answers.filter(
        (a) => a.kind === kind && a.covers !== 'part' && a.folder === first.folder && !pages.includes(a),
      ).length === 0;
    if (unclear === undefined && isAlone) return { ...known, covers };
    const what = unclear ?? 'region';
    const key = `${what} ${first.folder}`;
    const told = this.#unclear.get(key) ?? { what, first, plurals: new Set() };
    told.plurals.add(kind.plural);
    this.#unclear.set(key, told);
    return { ...known, covers: false };
  }

  /** One for each folder and thing that is not clear. */
  notes(): Note[] {
    return [...this.#unclear.values()].map(({ what, first, plurals }) => ({
      file: plurals.size === 1 ? first.file : first.folder,
      ...(plurals.size === 1 ? { place: first.place(first.path) } : {}),
      message: `of which ${what} these are is not clear, so that none of them is ever taken as gone: ${[...plurals].join(', ')}`,
      hint: `say it with --${what}, and import one ${what} at a time`,
    }));
  }

  #agree(by: 'file' | 'folder', name: string): Agreed {
    const key = `${by} ${name}`;
    const known = this.#agreed.get(key) ?? this.#evidence(this.#answers.filter((answer) => answer[by] === name));
    this.#agreed.set(key, known);
    return known;
  }

  #evidence(answers: readonly FileAnswer[]): Agreed {
    const strong = new Set<string>();
    const weak = new Set<string>();
    const regions = new Set<string>();
    for (const { kind, entries } of answers) {
      for (const { item } of entries) {
        const account = accountOf(kind, item);
        const region = this.regionOf(kind, item);
        if (account !== undefined) (kind.ownOnly === true ? strong : weak).add(account);
        if (region !== undefined) regions.add(region);
      }
    }
    return { strong, weak, regions };
  }
}

interface Agreed {
  /** Owners of what an account sees only of itself, and owners of anything. */
  readonly strong: ReadonlySet<string>;
  readonly weak: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
}

function single(values: ReadonlySet<string>): string | undefined {
  return values.size === 1 ? [...values][0] : undefined;
}
