import { ephemeralPort } from './connection-pool.ts';
import { type Script, type Stage, span } from './incident.ts';
import { Mode } from './sight.ts';
import { IncidentTally } from './tally.ts';

/** A network ACL that forgets the ephemeral ports: requests arrive, replies are dropped. */
export function replyBlocked(stage: Stage): Script {
  const { site, talk, rng } = stage;
  const nics = site.web.filter((nic) => nic.it.plan.zone === 2);
  const checkers = [site.named('alb-shop-2'), site.named('alb-api-3')];
  const when = span(stage, 0.44, 12, 0.03);
  const tally = new IncidentTally();
  return {
    kind: 'nacl-return-block',
    title: 'A network ACL drops the replies of the web hosts in zone 2',
    description: `Requests to ${nics.map((nic) => nic.it.name).join(' and ')} are accepted, what they answer to ports 32768 to 65535 is rejected on its way out.`,
    ...when,
    addresses: nics.map((nic) => nic.it.address),
    interfaces: nics,
    ports: [22, 8080, 9100],
    match: { interfaces: nics.map((nic) => nic.it.id), action: 'REJECT' },
    expected: (when.to - when.from) * nics.length * checkers.length * 3,
    tally,
    // Health checks of the load balancers: however quiet the run is, somebody notices.
    minute: (_nth, minuteStart) => {
      talk.out.incident = null;
      for (const nic of nics) {
        for (const checker of checkers) {
          talk.time(minuteStart);
          talk.sizes(120, 150, 900, 3, 19);
          talk.internal(checker, nic, false, ephemeralPort(rng), 8080, 6);
        }
      }
    },
    begin: () => {
      talk.dropTally = tally;
      for (const nic of nics) nic.repliesBlocked = true;
    },
    finish: () => {
      for (const nic of nics) nic.repliesBlocked = false;
    },
  };
}

/** The flow log itself loses records of one busy interface. */
export function skippedRecords(stage: Stage): Script {
  const nic = stage.site.named('alb-shop-1');
  const tally = new IncidentTally();
  return {
    kind: 'skipdata',
    title: `Records of ${nic.it.name} were skipped`,
    description:
      'SKIPDATA every minute; two of three records of the interface are lost, so its totals are lower bounds.',
    ...span(stage, 0.4, 10, 0.03),
    addresses: [nic.it.address],
    interfaces: [nic],
    ports: [],
    match: { interfaces: [nic.it.id], logStatus: 'SKIPDATA' },
    expected: 10,
    tally,
    begin: () => {
      nic.mode = Mode.skipping;
      nic.blankIncident = tally;
    },
    finish: () => {
      nic.mode = Mode.logging;
      nic.blankIncident = null;
    },
  };
}

/** An interface stops reporting while the host goes on working: its peers still log both directions. */
export function silentInterface(stage: Stage): Script {
  const nic = stage.site.named('app-4');
  return {
    kind: 'silent-interface',
    title: `${nic.it.name} is not logged for a while`,
    description: 'No record of the interface, not even NODATA; its peers go on logging the traffic with it.',
    ...span(stage, 0.64, 45, 0.06),
    addresses: [nic.it.address],
    interfaces: [nic],
    ports: [],
    match: { interfaces: [nic.it.id] },
    expected: 0,
    tally: new IncidentTally(),
    begin: () => {
      nic.mode = Mode.silent;
    },
    finish: () => {
      nic.mode = Mode.logging;
    },
  };
}

/** A zone is out: its interfaces have nothing to report, and calls into it stay without an answer. */
export function zoneOutage(stage: Stage): Script {
  const nics = stage.site.nics.filter((nic) => nic.it.plan.zone === 3 && nic.it.plan.kind !== 'spare');
  const tally = new IncidentTally();
  return {
    kind: 'zone-outage',
    title: `Zone ${nics[0]?.it.subnet.zone.id ?? ''} is out`,
    description: `${nics.length} interfaces report NODATA; callers in the other zones send SYNs that nobody answers.`,
    ...span(stage, 0.56, 15, 0.03),
    addresses: nics.map((nic) => nic.it.address),
    interfaces: nics,
    ports: [],
    match: { interfaces: nics.map((nic) => nic.it.id), logStatus: 'NODATA' },
    expected: nics.length * 15,
    tally,
    begin: () => {
      for (const nic of nics) {
        nic.down = true;
        nic.blankIncident = tally;
      }
    },
    finish: () => {
      for (const nic of nics) {
        nic.down = false;
        nic.blankIncident = null;
      }
    },
  };
}
