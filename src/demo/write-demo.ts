import { access, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { silentProgress, WeirError } from '../core/index.ts';
import { Baseline, noiseShare } from './baseline.ts';
import { Conversations } from './conversations.ts';
import { headers } from './formats.ts';
import type { Stage } from './incident.ts';
import { inventoryOf } from './inventory.ts';
import { demoNetwork } from './network.ts';
import { ObjectFiles } from './object-files.ts';
import { checkedRun, type DemoOptions, type DemoRun } from './options.ts';
import { Rng } from './random.ts';
import { RecordWriter } from './record-writer.ts';
import { Budget } from './rhythm.ts';
import { Schedule } from './schedule.ts';
import { Mode, type Nic } from './sight.ts';
import { Site } from './site.ts';
import { Edges } from './tally.ts';
import { truthOf } from './truth.ts';

export interface DemoSummary {
  readonly folder: string;
  /** Folder of the log objects, the one to load. */
  readonly logs: string;
  readonly inventory: string;
  readonly truth: string;
  readonly files: number;
  readonly records: number;
  /** Size of the objects, and of the text in them. */
  readonly compressedBytes: number;
  readonly uncompressedBytes: number;
  readonly start: number;
  readonly end: number;
  readonly incidents: number;
  readonly seconds: number;
}

const chunkBytes = 1024 * 1024;
const batch = 128;
const partRecords = 480_000;
/** Names the folder as ours, so that `replace` never removes what somebody else put there. */
const marker = '.weir-demo';

/**
 * Writes a network's flow logs, its inventory and the truth about them into a folder. The memory it takes does not
 * depend on the number of records. `truth.json` comes last: where it is, the demo is whole. The same options (with
 * `end`) give the same bytes. Throws `DEMO_OPTION_INVALID`, `DEMO_FOLDER_IN_USE`, `DEMO_WRITE_FAILED`, `DEMO_ABORTED`.
 */
export async function writeDemo(options: DemoOptions): Promise<DemoSummary> {
  const began = performance.now();
  const run = checkedRun(options);
  const { folder } = options;
  await claim(folder, options.replace ?? false);
  const network = demoNetwork(run.seed);
  const files = new ObjectFiles(folder, network, 1);
  const show = new Show(run, files, network);
  try {
    await show.play(options);
  } catch (error) {
    await files.abandon();
    throw error;
  }
  const inventory = join(folder, 'inventory');
  await mkdir(inventory, { recursive: true });
  for (const [name, answer] of inventoryOf(network, run)) {
    await writeFile(join(inventory, name), `${JSON.stringify(answer, null, 2)}\n`);
  }
  const incidents = show.schedule.incidents();
  const { tally } = show.out;
  const truth = truthOf(run, network, tally, show.talk.edges, incidents, files.files);
  const truthPath = join(folder, 'truth.json');
  await writeFile(truthPath, `${JSON.stringify(truth, null, 2)}\n`);
  options.progress?.done();
  return {
    folder,
    logs: join(folder, 'AWSLogs'),
    inventory,
    truth: truthPath,
    files: files.files,
    records: tally.records,
    compressedBytes: files.compressedBytes,
    uncompressedBytes: files.uncompressedBytes,
    start: run.start,
    end: run.end,
    incidents: incidents.length,
    seconds: (performance.now() - began) / 1000,
  };
}

/** One run: the network, its traffic and the minutes that pass. */
class Show {
  readonly out: RecordWriter;
  readonly talk: Conversations;
  readonly schedule: Schedule;
  private readonly run: DemoRun;
  private readonly files: ObjectFiles;
  private readonly site: Site;
  private readonly baseline: Baseline;
  private readonly budget: Budget;
  private readonly noise: number;
  private readonly rng: Rng;
  /** Records of incidents: they come on top of the budget. */
  private extra = 0;
  private inObject = 0;
  private slot = 0;

  constructor(run: DemoRun, files: ObjectFiles, network: ReturnType<typeof demoNetwork>) {
    this.run = run;
    this.files = files;
    const full = run.format === 'v5';
    this.site = new Site(network, full);
    this.rng = new Rng(run.seed, 'traffic');
    this.out = new RecordWriter(full, chunkBytes + chunkBytes / 4);
    this.talk = new Conversations(this.out, new Edges(), this.site.nics, this.rng);
    const total = run.rate * run.minutes * 60;
    const size = Math.min(12, total / 1_000_000);
    const stage: Stage = {
      site: this.site,
      talk: this.talk,
      rng: new Rng(run.seed, 'incidents'),
      start: run.start,
      minutes: run.minutes,
      scaled: (base, floor) => Math.max(floor, Math.round(base * size)),
    };
    this.schedule = new Schedule(stage, run.incidents);
    const everyday = Math.max(total / 2, total - this.schedule.expected);
    this.budget = new Budget(run.start, run.minutes, everyday);
    this.noise = run.rate * 60 * noiseShare;
    this.baseline = new Baseline(this.site, this.talk, run.rate * 60, this.rng);
  }

  async play(options: DemoOptions): Promise<void> {
    const { run, out, files } = this;
    const progress = options.progress ?? silentProgress;
    const total = Math.round(run.rate * run.minutes * 60);
    let late = -1;
    for (let minute = 0; minute < run.minutes; minute += 1) {
      const minuteStart = run.start + minute * 60;
      const slot = Math.floor(minuteStart / 300) * 300;
      if (minute % run.objectMinutes === 0) {
        await this.cut(slot);
        // About every fortieth slot, one of its minutes arrives a quarter of an hour late, in an object of its own.
        late = this.rng.int(40) === 0 && slot + 900 < run.end ? minute + 2 : -1;
      }
      if (minute === late) await this.cut(slot + 900);
      if (late >= 0 && minute === late + 1) await this.cut(slot);
      if (this.inObject > partRecords) await this.cut(this.slot);
      await this.minute(minute, minuteStart, options.signal);
      progress.update({
        label: 'Writing demo logs',
        done: out.tally.records,
        total,
        unit: 'records',
        records: out.tally.records,
      });
    }
    await this.flush();
    await files.close();
  }

  private async minute(minute: number, minuteStart: number, signal: AbortSignal | undefined): Promise<void> {
    const { out, baseline, schedule } = this;
    out.minute = minute;
    const before = out.tally.records;
    schedule.minute(minute);
    this.extra += out.tally.records - before;
    const target = this.budget.untilEndOf(minute);
    baseline.startMinute(minuteStart);
    let knocks = Math.min(Math.round(this.noise * (0.8 + 0.4 * this.rng.float())), (target - this.everyday()) / 4);
    for (; knocks >= 1; knocks -= 1) baseline.noise();
    // A conversation may write nothing (its interface is down or silent), so attempts are bounded as well.
    let attempts = (target - this.everyday()) * 20;
    while (this.everyday() < target && attempts > 0) {
      for (let i = 0; i < batch && this.everyday() < target; i += 1) baseline.step();
      attempts -= batch;
      if (out.length < chunkBytes) continue;
      if (signal?.aborted)
        throw new WeirError('DEMO_ABORTED', 'Writing the demo was stopped.', { kind: 'usage', cause: signal.reason });
      await this.flush();
      if (this.inObject > partRecords) await this.cut(this.slot);
    }
    for (const nic of this.site.nics) this.heartbeat(nic, minute, minuteStart);
    if (signal?.aborted)
      throw new WeirError('DEMO_ABORTED', 'Writing the demo was stopped.', { kind: 'usage', cause: signal.reason });
    if (out.length >= chunkBytes / 2) await this.flush();
  }

  /** NODATA for an interface without a record in this minute; SKIPDATA where records are being lost. */
  private heartbeat(nic: Nic, minute: number, minuteStart: number): void {
    const { out } = this;
    const skipping = nic.mode === Mode.skipping;
    if (nic.mode === Mode.silent || (!skipping && nic.lastMinute === minute)) return;
    const before = out.incident;
    out.incident = nic.blankIncident;
    out.blank(nic, skipping ? 'SKIPDATA' : 'NODATA', minuteStart + (nic.index % 3), minuteStart + 57 + (nic.index % 3));
    out.incident = before;
    if (nic.blankIncident !== null) this.extra += 1;
  }

  /** Records of the everyday traffic so far. */
  private everyday(): number {
    return this.out.tally.records - this.extra;
  }

  private async flush(): Promise<void> {
    if (this.out.length === 0) return;
    await this.files.write(this.out.take());
    this.inObject = this.out.tally.records - this.objectStart;
  }

  private objectStart = 0;

  /** Ends the object and begins the next one. */
  private async cut(slot: number): Promise<void> {
    await this.flush();
    await this.files.close();
    this.objectStart = this.out.tally.records;
    this.inObject = 0;
    this.slot = slot;
    await this.files.open(slot);
    this.out.text(`${headers[this.run.format]}\n`);
  }
}

async function claim(folder: string, replace: boolean): Promise<void> {
  const exists = async (name: string): Promise<boolean> =>
    access(join(folder, name)).then(
      () => true,
      () => false,
    );
  const made = ['AWSLogs', 'inventory', 'truth.json'];
  const there = (await Promise.all(made.map(exists))).some(Boolean);
  if (there && !(replace && (await exists(marker)))) {
    throw new WeirError('DEMO_FOLDER_IN_USE', `${folder} already holds logs, an inventory or a truth file.`, {
      kind: 'usage',
      hint: 'Give an empty folder. A demo written before is replaced where that is asked for.',
    });
  }
  for (const name of made.reverse()) await rm(join(folder, name), { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, marker), 'Written by weir demo. Everything beside this file may be replaced by it.\n');
}
