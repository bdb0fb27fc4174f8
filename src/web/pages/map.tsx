import { lazy, Suspense } from 'react';
import { Waiting } from '../components/states.tsx';
import { definePage } from '../define-page.ts';

// The drawing is code that no other page needs.
const NetworkMap = lazy(() => import('../panels/network-map.tsx'));

function MapPage() {
  return (
    <div className="page full map-page">
      <h1 className="sr-only">Map</h1>
      <Suspense fallback={<Waiting height={520} />}>
        <NetworkMap />
      </Suspense>
    </div>
  );
}

export const page = definePage({
  path: '/map',
  title: 'Map',
  menu: { icon: 'map', place: 1.7 },
  hasScope: true,
  Component: MapPage,
});
