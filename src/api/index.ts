export { isLoopback } from './guard.ts';
export type { ApiDeps } from './routing.ts';
export { createApi } from './server.ts';
