import type { ObjectSource } from '../decode/index.ts';

/** One object of a source: a file on disk that holds flow log records. */
export interface SourceObject extends ObjectSource {
  /** Name of the source it came from. */
  readonly source: string;
}

/** A place that objects come from. One file each in `sources/`. */
export interface Source {
  readonly name: string;
  readonly summary: string;
  /** True for locations that this source can read: a path, an `s3://` address. */
  accepts(location: string): boolean;
  /**
   * Every object at a location, in a stable order.
   * @throws WeirError INPUT_MISSING when nothing is there
   */
  list(location: string): AsyncIterable<SourceObject>;
}
