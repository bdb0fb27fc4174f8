/** The embedded ClickHouse as a process of its own. See README.md. */

export type { QueryProgress } from './queries.ts';
export {
  type EngineAddress,
  type EngineOptions,
  type EngineStatus,
  engineStatus,
  ensureEngine,
  stopEngine,
} from './start.ts';
export {
  type EngineHealth,
  type EngineRestart,
  type EngineWatch,
  superviseEngine,
  type WatchOptions,
} from './watch.ts';
