import { AddressBytes } from './address-bytes.ts';
import { ephemeralPort } from './connection-pool.ts';
import { outside, portion, type Script, type Stage, span } from './incident.ts';
import { villains } from './places.ts';
import type { Nic } from './sight.ts';
import { IncidentTally } from './tally.ts';

const set = Object.assign;

/** From the host that was broken into, hop by hop to the application. */
export function lateralMovement(stage: Stage): Script {
  const { talk, site, rng } = stage;
  const hops: readonly (readonly [Nic, Nic])[] = [
    [site.named('sftp-1'), site.named('web-2')],
    [site.named('web-2'), site.named('app-2')],
  ];
  const when = span(stage, 0.235, 20, 0.03);
  const length = when.to - when.from;
  const ports = hops.map(() => ephemeralPort(rng));
  return {
    kind: 'lateral-movement',
    title: 'SSH from sftp-1 to web-2 and on to app-2',
    description: 'Two SSH sessions between hosts that never talked before, the second from the target of the first.',
    ...when,
    addresses: hops.flat().map((nic) => nic.it.address),
    interfaces: [...new Set(hops.flat())],
    ports: [22],
    match: { pairs: hops.map(([a, b]) => [a.it.address, b.it.address]), ports: [22] },
    expected: length * 8,
    tally: new IncidentTally(),
    minute: (nth, minuteStart) => {
      hops.forEach(([a, b], hop) => {
        const own = nth - hop;
        if (own < 0) return;
        const last = nth === length - 1;
        talk.start = minuteStart + 2 + hop;
        talk.end = minuteStart + 57;
        const [up, down] = [own === 0 ? 2 : 0, own === 0 ? 18 : 0];
        talk.sizes(5_000 + rng.int(8_000), 20_000 + rng.int(60_000), 300, up | (last ? 1 : 0), down | (last ? 1 : 0));
        talk.internal(a, b, false, ports[hop] ?? 40_000, 22, 6);
      });
    },
  };
}

/** The second host looks for file shares next door. Most addresses belong to nobody. */
export function internalSweep(stage: Stage): Script {
  const { talk, site, rng } = stage;
  const nic = site.named('web-2');
  const when = span(stage, 0.27, 6, 0.03);
  const count = Math.min(240, stage.scaled(160, 40));
  const net = '10.20.32';
  const byAddress = new Map(site.nics.map((n) => [n.it.address, n]));
  // Real hosts of the subnet come first, so that even a small run refuses somebody.
  const real = site.nics.filter((n) => n.it.address.startsWith(`${net}.`)).map((n) => n.it.address);
  const others = Array.from({ length: 240 }, (_, i) => `${net}.${i + 10}`).filter((a) => !byAddress.has(a));
  const targets = [...real, ...others].slice(0, count);
  return {
    kind: 'internal-sweep',
    title: `web-2 sweeps ${net}.0/24 for SMB`,
    description: `${targets.length} addresses tried on TCP 445; ${real.length} exist and refuse, nobody owns the others.`,
    ...when,
    addresses: [nic.it.address, ...targets],
    interfaces: [nic, ...site.nics.filter((n) => real.includes(n.it.address))],
    ports: [445],
    match: { addresses: [nic.it.address], ports: [445] },
    expected: targets.length + real.length,
    tally: new IncidentTally(),
    minute: (nth, minuteStart) => {
      const first = Math.floor((targets.length * nth) / (when.to - when.from));
      for (const target of targets.slice(first, first + portion(targets.length, when, nth))) {
        talk.time(minuteStart);
        set(talk.request, { packets: 2, bytes: 120, flags: 2 });
        const there = byAddress.get(target);
        if (there !== undefined) talk.refusedInside(nic, there, ephemeralPort(rng), 445, 6);
        else talk.unanswered(nic, nic.v4, new AddressBytes(target), ephemeralPort(rng), 445, 6);
      }
    },
  };
}

interface Call {
  readonly kind: string;
  readonly title: string;
  readonly description: string;
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly from: number;
  readonly to: number;
  readonly connections: number;
  /** Sets the sizes of one connection's minute and says its ports and protocol. */
  readonly write: (
    nth: number,
    minuteStart: number,
    write: (protocol: number, srcport: number, natport: number) => void,
  ) => void;
}

/** Calls of one private host to one new address: six records each, through the NAT gateway. */
function callThroughNat(stage: Stage, call: Call): Script {
  const { talk, site } = stage;
  const nic = site.named(call.host);
  const nat = site.natOf(nic);
  const peer = outside(stage, call.address);
  return {
    kind: call.kind,
    title: call.title,
    description: `${call.description} The way out is ${nat.it.name}.`,
    from: call.from,
    to: call.to,
    addresses: [nic.it.address, call.address],
    interfaces: [nic, nat],
    ports: [call.port],
    match: { addresses: [call.address] },
    expected: call.connections * 6,
    tally: new IncidentTally(),
    minute: (nth, minuteStart) => {
      call.write(nth, minuteStart, (protocol, srcport, natport) => {
        talk.throughNat(nic, nat, peer, srcport, natport, call.port, protocol);
      });
    },
  };
}

/** Gigabytes leave for an address that nobody ever talked to. */
export function exfiltration(stage: Stage): Script {
  const { talk, rng } = stage;
  const when = span(stage, 0.36, 25, 0.05);
  const ports = [ephemeralPort(rng), 1024 + rng.int(64_000)] as const;
  const address = villains.dump.address;
  return callThroughNat(stage, {
    kind: 'data-exfiltration',
    title: `app-2 uploads gigabytes to ${address}`,
    description: `A single HTTPS upload to a new address in ${villains.dump.country}, about 170 MB a minute and almost nothing back.`,
    host: 'app-2',
    address,
    port: 443,
    ...when,
    connections: when.to - when.from,
    write: (nth, minuteStart, write) => {
      const [first, last] = [nth === 0, nth === when.to - when.from - 1];
      talk.start = minuteStart;
      talk.end = minuteStart + 59;
      talk.sizes(
        160_000_000 + rng.int(20_000_000),
        40_000 + rng.int(10_000),
        1400,
        (first ? 2 : 0) | (last ? 1 : 0),
        (first ? 18 : 0) | (last ? 1 : 0),
      );
      // Acknowledgements come back without payload.
      talk.reply.packets = Math.round(talk.request.packets / 2.2);
      talk.reply.bytes = talk.reply.packets * 52 + 40_000;
      write(6, ...ports);
    },
  });
}

/** A short call home, again and again. */
export function beacon(stage: Stage): Script {
  const { talk, rng } = stage;
  const from = Math.floor(stage.minutes * 0.08);
  const to = Math.floor(stage.minutes * 0.95);
  const address = villains.beaconHost.address;
  return callThroughNat(stage, {
    kind: 'beaconing',
    title: `web-5 calls ${address} every five minutes`,
    description: `The same few hundred bytes every 300 s (± 4 s) to an address in ${villains.beaconHost.country}.`,
    host: 'web-5',
    address,
    port: 443,
    from,
    to,
    connections: Math.ceil((to - from) / 5),
    write: (nth, minuteStart, write) => {
      if (nth % 5 !== 0) return;
      talk.start = minuteStart + 16 + rng.int(9);
      talk.end = talk.start + 2;
      set(talk.request, { packets: 9, bytes: 1_238 + rng.int(8), flags: 3 });
      set(talk.reply, { packets: 8, bytes: 4_610 + rng.int(8), flags: 19 });
      write(6, ephemeralPort(rng), 1024 + rng.int(64_000));
    },
  });
}

/** A quiet connection that lasts for hours, to a port that miners use. */
export function mining(stage: Stage): Script {
  const { talk, rng } = stage;
  const when = span(stage, 0.3, 240, 0.4);
  const ports = [ephemeralPort(rng), 1024 + rng.int(64_000)] as const;
  const address = villains.miningPool.address;
  return callThroughNat(stage, {
    kind: 'crypto-mining',
    title: `batch-2 keeps a connection to ${address}:3333`,
    description: `One TCP connection of ${when.to - when.from} minutes to a mining pool's port in ${villains.miningPool.country}, a few hundred bytes a second both ways.`,
    host: 'batch-2',
    address,
    port: 3333,
    ...when,
    connections: when.to - when.from,
    write: (nth, minuteStart, write) => {
      const first = nth === 0;
      talk.start = minuteStart + (first ? 11 : 0);
      talk.end = minuteStart + 59;
      talk.sizes(4_000 + rng.int(3_000), 9_000 + rng.int(5_000), 400, first ? 2 : 0, first ? 18 : 0);
      write(6, ...ports);
    },
  });
}

/** A host asks a resolver abroad, past the company's own. */
export function foreignResolver(stage: Stage): Script {
  const { talk, rng } = stage;
  const when = span(stage, 0.5, 60, 0.06);
  const count = stage.scaled(160, 24);
  const address = villains.foreignResolver.address;
  return callThroughNat(stage, {
    kind: 'foreign-dns',
    title: `app-1 resolves names at ${address}`,
    description: `${count} DNS conversations with a resolver in ${villains.foreignResolver.country}; every fifth goes over TCP.`,
    host: 'app-1',
    address,
    port: 53,
    ...when,
    connections: count,
    write: (nth, minuteStart, write) => {
      for (let i = 0; i < portion(count, when, nth); i += 1) {
        talk.time(minuteStart);
        const tcp = rng.int(5) === 0;
        if (tcp) talk.sizes(900 + rng.int(1_200), 1_400 + rng.int(900), 900, 3, 19);
        else {
          set(talk.request, { packets: 1, bytes: 68 + rng.int(40), flags: 0 });
          set(talk.reply, { packets: 1, bytes: 110 + rng.int(300), flags: 0 });
        }
        write(tcp ? 6 : 17, ephemeralPort(rng), 1024 + rng.int(64_000));
      }
    },
  });
}

/** A client without connection reuse takes port after port of the NAT gateway towards one destination. */
export function natPressure(stage: Stage): Script {
  const { talk, rng } = stage;
  const when = span(stage, 0.74, 8, 0.03);
  const count = stage.scaled(900, 60);
  const address = villains.natTarget.address;
  let port = 1024 + rng.int(20_000);
  return callThroughNat(stage, {
    kind: 'nat-port-peak',
    title: `batch-1 opens ${count} connections to ${address} through one NAT gateway`,
    description: `${count} short HTTPS connections in ${when.to - when.from} minutes, each with a translated port of its own.`,
    host: 'batch-1',
    address,
    port: 443,
    ...when,
    connections: count,
    write: (nth, minuteStart, write) => {
      for (let i = 0; i < portion(count, when, nth); i += 1) {
        talk.time(minuteStart);
        talk.sizes(900 + rng.int(900), 3_000 + rng.int(9_000), 900, 3, 19);
        port = port >= 65_000 ? 1024 : port + 1;
        write(6, ephemeralPort(rng), port);
      }
    },
  });
}
