import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import atlasUrl from 'world-atlas/countries-50m.json?url';
import { countryByNumber } from './countries.ts';

/** The shapes of the world's countries (Natural Earth, public domain), known by their alpha-2 codes. */
export interface World {
  readonly shapes: GeoJSON.FeatureCollection;
  /** Middle of the countries that are too small to be seen as a shape: longitude, latitude. */
  readonly dots: ReadonlyMap<string, readonly [number, number]>;
}

/** Degrees; smaller than this in both directions, a country is drawn as a dot. */
const SMALL = 2.2;

/** Fetches and converts the map, once it is needed. Throws TypeError when it cannot be fetched. */
export async function loadWorld(): Promise<World> {
  const response = await fetch(atlasUrl);
  const topology = (await response.json()) as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const all = feature(topology, topology.objects.countries).features;
  const dots = new Map<string, readonly [number, number]>();
  const large = new Set<string>();
  const features = all.flatMap((shape): GeoJSON.Feature[] => {
    const code = countryByNumber.get(String(shape.id ?? '')) ?? '';
    // Without Antarctica the inhabited world gets the room.
    if (code === 'AQ') return [];
    const box = boxOf(shape.geometry);
    // A country may have small outliers as shapes of their own: only one that is small everywhere becomes a dot.
    if (box.width >= SMALL || box.height >= SMALL) large.add(code);
    else if (code !== '') dots.set(code, box.middle);
    return [
      {
        ...shape,
        geometry: unwrapped(shape.geometry),
        properties: { name: code === '' ? shape.properties.name : code },
      },
    ];
  });
  for (const code of large) dots.delete(code);
  return { shapes: { type: 'FeatureCollection', features }, dots };
}

/** Outlines that cross the 180th meridian, drawn on past it: on a plane they would otherwise run around the world. */
function unwrapped(geometry: GeoJSON.Geometry): GeoJSON.Geometry {
  if (geometry.type === 'Polygon') return { ...geometry, coordinates: geometry.coordinates.map(unwrapRing) };
  if (geometry.type !== 'MultiPolygon') return geometry;
  return { ...geometry, coordinates: geometry.coordinates.map((polygon) => polygon.map(unwrapRing)) };
}

function unwrapRing(ring: GeoJSON.Position[]): GeoJSON.Position[] {
  const crosses = ring.some(
    (point, index) => index > 0 && Math.abs((point[0] ?? 0) - (ring[index - 1]?.[0] ?? 0)) > 180,
  );
  if (!crosses) return ring;
  const isEast = ring.filter((point) => (point[0] ?? 0) > 0).length * 2 > ring.length;
  return ring.map(([longitude = 0, latitude = 0]) => {
    if (isEast && longitude < 0) return [longitude + 360, latitude];
    return !isEast && longitude > 0 ? [longitude - 360, latitude] : [longitude, latitude];
  });
}

function boxOf(geometry: GeoJSON.Geometry): { width: number; height: number; middle: readonly [number, number] } {
  const rings =
    geometry.type === 'Polygon'
      ? geometry.coordinates
      : geometry.type === 'MultiPolygon'
        ? geometry.coordinates.flat()
        : [];
  const points = rings.flat();
  const xs = points.map((point) => point[0] ?? 0);
  const ys = points.map((point) => point[1] ?? 0);
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [bottom, top] = [Math.min(...ys), Math.max(...ys)];
  return { width: right - left, height: top - bottom, middle: [(left + right) / 2, (bottom + top) / 2] };
}

/** Natural Earth projection (Tom Patterson; polynomial by Bojan Šavrič): longitude and latitude to the plane and back. */
export const naturalEarth = {
  project([longitude = 0, latitude = 0]: readonly number[]): [number, number] {
    const phi = (latitude * Math.PI) / 180;
    return [width(phi) * longitude, (-height(phi) * 180) / Math.PI];
  },
  unproject([x = 0, y = 0]: readonly number[]): [number, number] {
    const wanted = (-y * Math.PI) / 180;
    let phi = wanted;
    // Newton's method; the curve is nearly a straight line, so a few rounds are exact to the pixel.
    for (let round = 0; round < 8; round += 1) {
      const slope = (height(phi + 1e-6) - height(phi)) / 1e-6;
      phi -= (height(phi) - wanted) / slope;
    }
    return [x / width(phi), (phi * 180) / Math.PI];
  },
};

function width(phi: number): number {
  const p2 = phi * phi;
  const p4 = p2 * p2;
  return 0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4));
}

function height(phi: number): number {
  const p2 = phi * phi;
  const p4 = p2 * p2;
  return phi * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)));
}
