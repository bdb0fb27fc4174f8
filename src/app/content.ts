import { fileURLToPath } from 'node:url';
import { readShippedQueries, type SavedQueryShelf, type State } from '../store/index.ts';

/** `content` of a clone or of the package: this file lies in `src/app` or in `dist/app`. */
const contentFolder = fileURLToPath(new URL('../../content', import.meta.url));

/** The saved queries of a data folder beside those that come with Weir, which are read once. */
export function savedQueryShelf(state: State): SavedQueryShelf {
  let shipped: ReturnType<typeof readShippedQueries> | undefined;
  return {
    state,
    shipped: () => {
      shipped ??= readShippedQueries(`${contentFolder}/queries`);
      return shipped;
    },
  };
}
