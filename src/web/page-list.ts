import type { Page } from './define-page.ts';

const found = import.meta.glob<Page>('./pages/*.tsx', { eager: true, import: 'page' });

/** Every page there is: the files of pages/. */
export const pages: readonly Page[] = Object.values(found);
