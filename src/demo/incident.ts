import { AddressBytes } from './address-bytes.ts';
import type { Conversations, Outside } from './conversations.ts';
import type { Rng } from './random.ts';
import type { Nic } from './sight.ts';
import type { Site } from './site.ts';
import type { IncidentTally } from './tally.ts';

/**
 * How to find an incident's records in the logs: every condition that is not null must hold, and the record lies within
 * the incident's `start` and `end`. In the 14-field format the packet addresses are missing, so inner NAT legs are too.
 */
export interface IncidentMatch {
  /** One of the four address fields is one of these. */
  readonly addresses: readonly string[] | null;
  /** srcaddr and dstaddr are such a pair, in either order. */
  readonly pairs: readonly (readonly [string, string])[] | null;
  readonly interfaces: readonly string[] | null;
  /** srcport or dstport is one of these. */
  readonly ports: readonly number[] | null;
  readonly action: 'ACCEPT' | 'REJECT' | null;
  readonly logStatus: 'OK' | 'NODATA' | 'SKIPDATA' | null;
}

/** One incident of the truth file. Times are unix seconds, both included. */
export interface DemoIncident {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly addresses: readonly string[];
  readonly interfaces: readonly string[];
  readonly ports: readonly number[];
  readonly records: number;
  readonly description: string;
  readonly match: IncidentMatch;
}

/** What a scripted incident has to work with. */
export interface Stage {
  readonly site: Site;
  readonly talk: Conversations;
  readonly rng: Rng;
  /** Unix seconds of the first minute. */
  readonly start: number;
  /** Minutes of the whole run. */
  readonly minutes: number;
  /** A number of records that suits the size of the run: `base` at a million records, never below `floor`. */
  readonly scaled: (base: number, floor: number) => number;
}

/** An incident on its way: `minute` writes its records of one minute. */
export interface Script {
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  /** First minute, and the minute after the last. */
  readonly from: number;
  readonly to: number;
  readonly addresses: readonly string[];
  readonly interfaces: readonly Nic[];
  readonly ports: readonly number[];
  readonly match: Partial<IncidentMatch>;
  /** Records that it will write, roughly, so that the run as a whole keeps to its rate. */
  readonly expected: number;
  readonly tally: IncidentTally;
  readonly begin?: () => void;
  readonly minute?: (nth: number, minuteStart: number) => void;
  readonly finish?: () => void;
}

/** A place in time: starts at a share of the run, lasts `minutes` or a share of the run, whichever is shorter. */
export function span(stage: Stage, at: number, minutes: number, most: number): { from: number; to: number } {
  const from = Math.floor(stage.minutes * at);
  const length = Math.max(2, Math.min(minutes, Math.floor(stage.minutes * most)));
  return { from, to: Math.min(stage.minutes, from + length) };
}

/** `count` things over the minutes of a script: how many fall into the nth. */
export const portion = (count: number, when: { from: number; to: number }, nth: number): number => {
  const length = when.to - when.from;
  return Math.floor((count * (nth + 1)) / length) - Math.floor((count * nth) / length);
};

/** An end outside the VPC under its own address. */
export const outside = (stage: Stage, address: string): Outside => ({
  address: new AddressBytes(address),
  edge: stage.talk.edges.idOf(address),
});

/** The finished entry of the truth file. */
export function describeIncident(script: Script, id: string, runStart: number): DemoIncident {
  const { tally } = script;
  const quiet = tally.records === 0;
  return {
    id,
    kind: script.kind,
    title: script.title,
    start: quiet ? runStart + script.from * 60 : tally.first,
    end: quiet ? runStart + script.to * 60 - 1 : tally.last,
    addresses: script.addresses,
    interfaces: script.interfaces.map((nic) => nic.it.id),
    ports: script.ports,
    records: tally.records,
    description: script.description,
    match: {
      addresses: null,
      pairs: null,
      interfaces: null,
      ports: null,
      action: null,
      logStatus: null,
      ...script.match,
    },
  };
}
