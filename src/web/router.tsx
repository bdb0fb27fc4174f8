import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { Failure } from './components/states.tsx';
import { parseSearch, searchSchema, writeSearch } from './data/search.ts';
import { pages } from './page-list.ts';
import { Shell } from './shell.tsx';

const root = createRootRoute({
  validateSearch: searchSchema,
  component: () => <Shell pages={pages} />,
  notFoundComponent: () => (
    <Failure error={new Error('There is no such page.')} hint="The menu leads to those that there are." />
  ),
  errorComponent: ({ error, reset }) => <Failure error={error} onRetry={reset} />,
});

const routes = pages.map((page) =>
  createRoute({ getParentRoute: () => root, path: page.path, component: page.Component }),
);

export const router = createRouter({
  routeTree: root.addChildren(routes),
  parseSearch,
  stringifySearch: writeSearch,
  scrollRestoration: true,
  defaultPreload: false,
  defaultErrorComponent: ({ error, reset }) => <Failure error={error} onRetry={reset} />,
});
