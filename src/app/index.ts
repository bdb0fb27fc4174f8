import type { serve as Serve } from './serve.ts';

export { savedQueryShelf } from './content.ts';
export type { ServeOptions } from './serve.ts';

/** Starts the server. What it is made of is read only then: other commands need none of it. */
export const serve: typeof Serve = async (...given) => (await import('./serve.ts')).serve(...given);
