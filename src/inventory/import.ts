import type { FlowClient } from '../store/index.ts';
import { type KeptSummary, SnapshotKeeper } from './keep-snapshots.ts';
import { type FileAnswer, findFiles, type Note, readFileAnswers } from './read-files.ts';
import { type SnapshotOptions, snapshotsOf, type TimeSource } from './snapshots.ts';

export interface ImportOptions extends SnapshotOptions {
  /** Tags that name an owner, the first that an object carries holds; none given keeps what was said before. */
  readonly ownerTags?: readonly string[] | undefined;
}

export interface ImportSummary extends KeptSummary {
  readonly files: number;
  /** Files of which nothing could be read. */
  readonly failed_files: number;
  /** Whence the times of the answers come: `--at`, what AWS wrote into the answer, or when the file was written. */
  readonly times: Readonly<Record<TimeSource, number>>;
  readonly owner_tags: readonly string[];
  /** Parts of files that no call is known for; the first of each file are among the notes. */
  readonly not_understood: number;
  readonly notes: readonly Note[];
}

/**
 * Takes answers of the AWS describe calls into the inventory. What is broken or not understood becomes a note, the rest
 * is taken. Importing the same again changes nothing. Throws INPUT_MISSING.
 */
export async function importInventory(
  client: FlowClient,
  paths: readonly string[],
  options: ImportOptions,
): Promise<ImportSummary> {
  const { files, notes } = await findFiles(paths);
  const answers: FileAnswer[] = [];
  let notUnderstood = 0;
  for (const file of files) {
    const read = await readFileAnswers(file);
    answers.push(...read.answers);
    notes.push(...read.notes);
    notUnderstood += read.notUnderstood;
  }
  if (files.length === 0)
    notes.push({
      file: paths.join(', '),
      message: 'there is no JSON file',
      hint: 'save what `aws ec2 describe-network-interfaces --output json` and the other calls print',
      failure: true,
    });
  const made = snapshotsOf(answers, options);
  const all = [...notes, ...made.notes];
  const keeper = new SnapshotKeeper(client, options.ownerTags ?? []);
  await keeper.keep(made.snapshots, { now: options.now, notes: all.length });
  return {
    files: files.length,
    failed_files: new Set(all.filter((note) => note.failure).map((note) => note.file)).size,
    ...(await keeper.finish()),
    times: made.times,
    owner_tags: options.ownerTags ?? [],
    not_understood: notUnderstood,
    notes: all,
  };
}
