import { useCallback, useEffect, useRef, useState } from 'react';
import {
  type Camera,
  cameraOfAll,
  cameraOfLook,
  centredOn,
  firstCamera,
  lookOf,
  type Size,
} from '../../data/map-camera.ts';
import { anchorOf, type Layout } from '../../data/map-layout.ts';

interface CameraOptions {
  readonly size: Size;
  readonly layout: Layout;
  /** Changes where the map is to be seen anew. */
  readonly fitKey: string;
  /** What is to come into the middle; a new object asks for it again. */
  readonly centre: { readonly id: string } | undefined;
  /** What the address bar says; undefined: nothing, all of it is seen. */
  readonly look: string | undefined;
  readonly onLook: (look: string | undefined) => void;
}

/** How long a view must stand still before the address bar learns of it, in milliseconds. */
const STILL = 300;

/** What is seen of the map, kept in the address bar. `steer` is for hands, `showAll` lets go. */
export function useCamera({ size, layout, fitKey, centre, look, onLook }: CameraOptions) {
  const [camera, setCamera] = useState<Camera>({ x: 0, y: 0, k: 1 });
  /** What follows the size of map and window; undefined once somebody has moved the map: he keeps what he looks at. */
  const follows = useRef<typeof cameraOfAll | undefined>(firstCamera);
  const fitted = useRef<string | undefined>(undefined);
  /** What the address bar said last, and what it was told last; null: nothing yet. */
  const heard = useRef<string | null | undefined>(null);
  const told = useRef<string | null | undefined>(null);
  const passed = useRef<CameraOptions['centre']>(undefined);
  const tell = useRef(onLook);
  useEffect(() => {
    tell.current = onLook;
  });

  useEffect(() => {
    if (size.width === 0) return;
    const isAnew = fitted.current !== fitKey;
    const isOther = look !== heard.current && look !== told.current;
    fitted.current = fitKey;
    heard.current = look;
    if (isAnew || isOther) {
      const given = look === undefined ? undefined : cameraOfLook(look, size);
      follows.current = given === undefined ? firstCamera : undefined;
      told.current = look;
      if (given !== undefined) setCamera(given);
    }
    if (follows.current !== undefined) setCamera(follows.current(layout, size));
  }, [size, layout, fitKey, look]);

  useEffect(() => {
    if (centre === undefined || passed.current === centre || size.width === 0) return;
    const at = anchorOf(layout, centre.id);
    if (at === undefined) return;
    follows.current = undefined;
    setCamera((c) => centredOn(c, at, size));
  }, [centre, layout, size]);

  useEffect(() => {
    if (follows.current !== undefined || size.width === 0) return;
    const timer = setTimeout(() => {
      const text = lookOf(camera, size);
      if (text === told.current) return;
      told.current = text;
      tell.current(text);
    }, STILL);
    return () => clearTimeout(timer);
  }, [camera, size]);

  const steer = useCallback(
    (next: (camera: Camera) => Camera) => {
      follows.current = undefined;
      passed.current = centre;
      setCamera(next);
    },
    [centre],
  );
  const showAll = useCallback(() => {
    if (size.width === 0) return;
    follows.current = cameraOfAll;
    passed.current = centre;
    setCamera(cameraOfAll(layout, size));
    told.current = undefined;
    tell.current(undefined);
  }, [layout, size, centre]);
  return { camera, steer, showAll };
}
