import { type DemoIncident, describeIncident, type Script, type Stage } from './incident.ts';
import { replyBlocked, silentInterface, skippedRecords, zoneOutage } from './incidents-health.ts';
import {
  beacon,
  exfiltration,
  foreignResolver,
  internalSweep,
  lateralMovement,
  mining,
  natPressure,
} from './incidents-inside.ts';
import { databaseExposed, noiseWave, pingFlood, portScan, portSweep, sshGuessing } from './incidents-outside.ts';

const scripts: readonly ((stage: Stage) => Script)[] = [
  noiseWave,
  beacon,
  portScan,
  portSweep,
  sshGuessing,
  lateralMovement,
  internalSweep,
  mining,
  exfiltration,
  skippedRecords,
  replyBlocked,
  foreignResolver,
  zoneOutage,
  silentInterface,
  natPressure,
  pingFlood,
  databaseExposed,
];

/** The incidents of a run, each at its time. */
export class Schedule {
  private readonly stage: Stage;
  private readonly list: readonly Script[];

  constructor(stage: Stage, enabled: boolean) {
    this.stage = stage;
    this.list = enabled ? scripts.map((make) => make(stage)) : [];
  }

  /** Records that all incidents together will write, roughly. */
  get expected(): number {
    return this.list.reduce((sum, script) => sum + script.expected, 0);
  }

  /** Ends what ends before this minute, begins what begins, and writes the records of what is going on. */
  minute(minute: number): void {
    for (const script of this.list) if (script.to === minute) script.finish?.();
    const minuteStart = this.stage.start + minute * 60;
    const { out } = this.stage.talk;
    for (const script of this.list) {
      if (minute < script.from || minute >= script.to) continue;
      if (minute === script.from) script.begin?.();
      out.incident = script.tally;
      script.minute?.(minute - script.from, minuteStart);
      out.incident = null;
    }
  }

  incidents(): readonly DemoIncident[] {
    return this.list
      .map((script) => describeIncident(script, '', this.stage.start))
      .sort((a, b) => a.start - b.start || a.kind.localeCompare(b.kind, 'en'))
      .map((incident, i) => ({ ...incident, id: `incident-${String(i + 1).padStart(2, '0')}-${incident.kind}` }));
  }
}
