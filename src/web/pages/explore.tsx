import { lazy, Suspense } from 'react';
import { Waiting } from '../components/states.tsx';
import { definePage } from '../define-page.ts';

// Editor, language and drawings are much code, and only here.
const Workbench = lazy(() => import('../editor/workbench.tsx'));

function Explore() {
  return (
    <Suspense
      fallback={
        <div className="page full">
          <h1 className="sr-only">Explore</h1>
          <Waiting height={220} lines={5} />
        </div>
      }
    >
      <Workbench />
    </Suspense>
  );
}

export const page = definePage({
  path: '/explore',
  title: 'Explore',
  menu: { icon: 'explore', place: 1.5 },
  hasScope: true,
  Component: Explore,
});
