export type { DemoIncident, IncidentMatch } from './incident.ts';
export { type DemoInterface, type DemoNetwork, type DemoSubnet, type DemoZone, demoNetwork } from './network.ts';
export type { DemoOptions } from './options.ts';
export type { DemoName, DemoTruth } from './truth.ts';
export { type DemoSummary, writeDemo } from './write-demo.ts';
