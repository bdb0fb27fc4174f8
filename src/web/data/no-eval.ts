import { z } from 'zod';

/**
 * zod otherwise compiles its checks with `new Function`, which a strict content policy refuses. Imported before any
 * schema is made: they look at this once.
 */
z.config({ jitless: true });
