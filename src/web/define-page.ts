import type { ReactNode } from 'react';
import type { IconName } from './components/icon.tsx';

/** A page of the product: one file in pages/, from which route and menu come. */
export interface Page {
  /** Path of the address bar; `$name` is a parameter. */
  readonly path: string;
  readonly title: string;
  /** In the menu when it has a place there, smallest first. */
  readonly menu?: { readonly icon: IconName; readonly place: number };
  /** False for pages that do not look at a range of time, such as Sources. */
  readonly hasScope: boolean;
  readonly Component: () => ReactNode;
}

export function definePage(page: Page): Page {
  return page;
}
