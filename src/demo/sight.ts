import { AddressBytes, bytesOf } from './address-bytes.ts';
import type { DemoInterface, DemoNetwork } from './network.ts';
import type { IncidentTally } from './tally.ts';

/** What the flow log does with an interface at the moment. */
export const Mode = { logging: 0, silent: 1, skipping: 2 } as const;

/** An interface as the writer needs it: the constant parts of its lines as bytes, and its present condition. */
export class Nic {
  readonly index: number;
  readonly it: DemoInterface;
  readonly v4: AddressBytes;
  readonly v6: AddressBytes | null;
  readonly head: Uint8Array;
  readonly accepted: Uint8Array;
  readonly rejected: Uint8Array;
  readonly place: Uint8Array;
  /** All of a NODATA or SKIPDATA line but its two times and its status. */
  readonly blankHead: Uint8Array;
  readonly blankTail: string;
  mode: number = Mode.logging;
  /** The zone is out: nothing is sent, nothing arrives. */
  down = false;
  /** A network ACL on its subnet drops what leaves towards ephemeral ports. */
  repliesBlocked = false;
  /** Minute in which the interface last had a record, to find the quiet ones. */
  lastMinute = -1;
  /** Counts the records that came while skipping; one of three is kept. */
  skipTurn = 0;
  /** The incident that its NODATA and SKIPDATA lines belong to. */
  blankIncident: IncidentTally | null = null;

  constructor(it: DemoInterface, index: number, network: DemoNetwork, full: boolean) {
    this.index = index;
    this.it = it;
    this.v4 = new AddressBytes(it.address);
    // The range of our IPv6 block is published by AWS, so AWS prints a service code for our own addresses.
    this.v6 = it.address6 === null ? null : new AddressBytes(it.address6, 'EC2');
    const start = `${full ? 5 : 2} ${network.account} ${it.id} `;
    const end = full ? ` ${network.vpcId} ${it.subnet.id} ${it.instanceId ?? '-'} ` : '\n';
    this.head = bytesOf(start);
    this.accepted = bytesOf(`ACCEPT OK${end}`);
    this.rejected = bytesOf(`REJECT OK${end}`);
    this.place = bytesOf(` ${network.region} ${it.subnet.zone.id} - - `);
    this.blankHead = bytesOf(`${start}- - - - - - - `);
    const blanks = `- - - - - ${network.region} ${it.subnet.zone.id} - - - - - -`;
    this.blankTail = full ? ` ${network.vpcId} ${it.subnet.id} ${blanks}\n` : '\n';
  }

  /** Does a record that this interface is about to give reach the log? */
  admits(): boolean {
    if (this.mode === Mode.logging) return true;
    if (this.mode === Mode.silent) return false;
    this.skipTurn += 1;
    return this.skipTurn % 3 === 0;
  }
}

export const Boundary = { inbound: 0, outbound: 1, internal: 2 } as const;
export const boundaryNames = ['inbound', 'outbound', 'internal'] as const;

/** What a record is in the once-counted sum. */
export const Role = { counted: 0, secondSight: 1, otherLeg: 2 } as const;
export const roleNames = ['counted', 'secondSight', 'otherLegs'] as const;

export const Initiator = { src: 0, dst: 1 } as const;
export const initiatorNames = ['src', 'dst'] as const;

/** Codes of the flow-direction and traffic-path fields that the demo prints. */
export const Path = { ingress: 0, sameVpc: 1, s3Gateway: 2, internetGateway: 3 } as const;
export const pathTails: readonly Uint8Array[] = [' ingress -', ' egress 1', ' egress 7', ' egress 8'].map((text) =>
  bytesOf(`${text}\n`),
);

/** One direction of one conversation in one interval: what both of its ends and all of its legs have in common. */
export interface Half {
  packets: number;
  bytes: number;
  flags: number;
}
