import { AddressBytes, v4Range } from './address-bytes.ts';
import { ephemeralPort } from './connection-pool.ts';
import { outside, portion, type Script, type Stage, span } from './incident.ts';
import { clientRanges, villains } from './places.ts';
import { IncidentTally } from './tally.ts';

const set = Object.assign;
const knockSize = (stage: Stage): void => void set(stage.talk.request, { packets: 1, bytes: 44, flags: 2 });

/** A scanner tries many ports of the bastion. */
export function portScan(stage: Stage): Script {
  const { talk, site, rng } = stage;
  const nic = site.named('bastion');
  const peer = outside(stage, villains.verticalScanner.address);
  const when = span(stage, 0.12, 4, 0.03);
  const count = stage.scaled(900, 60);
  const step = Math.max(1, Math.floor(10_000 / count));
  return {
    kind: 'port-scan-vertical',
    title: `Port scan of ${nic.it.name} from ${villains.verticalScanner.address}`,
    description: `One address in ${villains.verticalScanner.country} tries ${count} TCP ports of ${nic.it.name}; all are refused.`,
    ...when,
    addresses: [villains.verticalScanner.address, nic.it.address],
    interfaces: [nic],
    ports: [],
    match: { addresses: [villains.verticalScanner.address] },
    expected: count,
    tally: new IncidentTally(),
    minute: (nth, minuteStart) => {
      const first = Math.floor((count * nth) / (when.to - when.from));
      for (let i = 0; i < portion(count, when, nth); i += 1) {
        talk.time(minuteStart);
        knockSize(stage);
        talk.refused(nic, peer, ephemeralPort(rng), 1 + (((first + i) * step) % 65_000), 6);
      }
    },
  };
}

/** A scanner tries one port everywhere. */
export function portSweep(stage: Stage): Script {
  const { talk, site, rng } = stage;
  const peer = outside(stage, villains.horizontalScanner.address);
  const tries = stage.scaled(5, 2);
  return {
    kind: 'port-scan-horizontal',
    title: `RDP sweep over ${site.publics.length} public addresses from ${villains.horizontalScanner.address}`,
    description: `One address in ${villains.horizontalScanner.country} tries TCP 3389 on every public interface, ${tries} times each in a minute; all are refused.`,
    ...span(stage, 0.16, 3, 0.03),
    addresses: [villains.horizontalScanner.address, ...site.publics.map((nic) => nic.it.address)],
    interfaces: site.publics,
    ports: [3389],
    match: { addresses: [villains.horizontalScanner.address] },
    expected: site.publics.length * tries * 3,
    tally: new IncidentTally(),
    minute: (_nth, minuteStart) => {
      for (const nic of site.publics) {
        for (let i = 0; i < tries; i += 1) {
          talk.time(minuteStart);
          knockSize(stage);
          talk.refused(nic, peer, ephemeralPort(rng), 3389, 6);
        }
      }
    },
  };
}

/** Password guessing on the one host whose SSH is open to the world, until a guess is right. */
export function sshGuessing(stage: Stage): Script {
  const { talk, site, rng } = stage;
  const nic = site.named('sftp-1');
  const peer = outside(stage, villains.sshGuesser.address);
  const when = span(stage, 0.2, 24, 0.03);
  const length = when.to - when.from;
  const guessing = Math.max(1, Math.floor(length * 0.6));
  const count = stage.scaled(140, 40);
  const port = ephemeralPort(rng);
  return {
    kind: 'ssh-brute-force',
    title: `SSH guessing against ${nic.it.name} ends in a session`,
    description: `${count} short SSH sessions from ${villains.sshGuesser.address} (${villains.sshGuesser.country}) in ${guessing} minutes, then one session of ${length - guessing} minutes from the same address.`,
    ...when,
    addresses: [villains.sshGuesser.address, nic.it.address],
    interfaces: [nic],
    ports: [22],
    match: { addresses: [villains.sshGuesser.address] },
    expected: (count + length - guessing) * 2,
    tally: new IncidentTally(),
    minute: (nth, minuteStart) => {
      if (nth < guessing) {
        const these = portion(count, { from: 0, to: guessing }, nth);
        for (let i = 0; i < these; i += 1) {
          talk.time(minuteStart);
          talk.end = Math.min(talk.end, talk.start + 3 + rng.int(9));
          set(talk.request, { packets: 13 + rng.int(5), bytes: 2_050 + rng.int(400), flags: 3 });
          set(talk.reply, { packets: 12 + rng.int(5), bytes: 2_600 + rng.int(500), flags: 19 });
          talk.fromOutside(nic, peer, ephemeralPort(rng), 22, 6);
        }
        return;
      }
      const [first, last] = [nth === guessing, nth === length - 1];
      talk.start = minuteStart + 1;
      talk.end = minuteStart + 58;
      talk.sizes(
        6_000 + rng.int(9_000),
        48_000 + rng.int(90_000),
        300,
        (first ? 2 : 0) | (last ? 1 : 0),
        (first ? 18 : 0) | (last ? 1 : 0),
      );
      talk.fromOutside(nic, peer, port, 22, 6);
    },
  };
}

/** One address pings far more than anybody needs to. */
export function pingFlood(stage: Stage): Script {
  const { talk, site, rng } = stage;
  const nic = site.named('bastion');
  const peer = outside(stage, villains.pinger.address);
  const when = span(stage, 0.8, 8, 0.03);
  return {
    kind: 'icmp-flood',
    title: `Ping flood on ${nic.it.name} from ${villains.pinger.address}`,
    description: `About 300 echo requests a second from ${villains.pinger.address} (${villains.pinger.country}), answered by ${nic.it.name}.`,
    ...when,
    addresses: [villains.pinger.address, nic.it.address],
    interfaces: [nic],
    ports: [],
    match: { addresses: [villains.pinger.address] },
    expected: (when.to - when.from) * 2,
    tally: new IncidentTally(),
    minute: (_nth, minuteStart) => {
      talk.start = minuteStart;
      talk.end = minuteStart + 59;
      const packets = 17_000 + rng.int(2_000);
      set(talk.request, { packets, bytes: packets * 84, flags: 0 });
      set(talk.reply, { packets, bytes: packets * 84, flags: 0 });
      talk.fromOutside(nic, peer, 0, 0, 1);
    },
  };
}

/** A security group was opened: the reports database answers the internet until the end of the run. */
export function databaseExposed(stage: Stage): Script {
  const { talk, site, rng } = stage;
  const nic = site.named('reports-db');
  const readers = villains.databaseReaders.map((v) => v.address);
  const peers = readers.map((address) => outside(stage, address));
  const when = { from: Math.floor(stage.minutes * 0.84), to: stage.minutes };
  const count = stage.scaled(80, 12);
  return {
    kind: 'database-exposed',
    title: `${nic.it.name} answers the internet on MySQL's port`,
    description: `Its security group allows 3306 from anywhere; ${readers.length} foreign addresses open ${count} sessions and read tens of megabytes.`,
    ...when,
    addresses: [...readers, nic.it.address],
    interfaces: [nic],
    ports: [3306],
    match: { addresses: readers },
    expected: count * 2,
    tally: new IncidentTally(),
    minute: (nth, minuteStart) => {
      for (let i = 0; i < portion(count, when, nth); i += 1) {
        talk.time(minuteStart);
        talk.sizes(4_000 + rng.int(4_000), 900_000 + rng.int(5_000_000), 1380, 3, 19);
        talk.fromOutside(nic, rng.pick(peers), 1024 + rng.int(64_000), 3306, 6);
      }
    },
  };
}

/** A botnet wakes up: many addresses knock at one service. */
export function noiseWave(stage: Stage): Script {
  const { talk, site, rng } = stage;
  const when = span(stage, 0.05, 25, 0.05);
  const count = stage.scaled(4_000, 240);
  const address = new AddressBytes();
  const bots = Array.from({ length: Math.min(500, Math.floor(count / 2)) }, (_, i) => {
    const { base, mask } = v4Range(rng.pick(clientRanges).cidr);
    // Clients end at .249: what is above belongs to incidents alone. The database's readers keep .251 to .253.
    return ((((base + ((rng.u32() & mask) >>> 0)) & ~0xff) >>> 0) | (i % 2 === 0 ? 250 : 254)) >>> 0;
  });
  const texts = [...new Set(bots)].map((bot) => {
    address.setV4(bot);
    return address.text();
  });
  return {
    kind: 'noise-peak',
    title: `Wave of Telnet knocks from ${texts.length} addresses`,
    description: `A botnet tries TCP 23 and 2323 on all public interfaces, ${count} times; all are refused.`,
    ...when,
    addresses: texts,
    interfaces: site.publics,
    ports: [23, 2323],
    match: { addresses: texts },
    expected: count,
    tally: new IncidentTally(),
    minute: (nth, minuteStart) => {
      for (let i = 0; i < portion(count, when, nth); i += 1) {
        talk.time(minuteStart);
        set(talk.request, { packets: 1, bytes: 40, flags: 2 });
        address.setV4(rng.pick(bots));
        talk.refused(
          rng.pick(site.publics),
          { address, edge: 0 },
          1024 + rng.int(64_000),
          rng.int(10) === 0 ? 2323 : 23,
          6,
        );
      }
    },
  };
}
