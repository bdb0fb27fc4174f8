import { kinds } from './kinds/index.ts';

/** Names of the kinds of objects, and the calls that list them. */
export const inventoryKinds: readonly { readonly name: string; readonly plural: string; readonly call: string }[] =
  kinds.map(({ name, plural, call }) => ({ name, plural, call }));
