export { MapAbout } from './about.tsx';
export { type Chosen, MapDrawing } from './drawing.tsx';
export { MapFind } from './find.tsx';
export { MapLegend } from './legend.tsx';
export { MapPatience } from './patience.tsx';
export { MapSlider } from './slider.tsx';
export { MapTable } from './table.tsx';
export { groupWords, measureWords } from './words.ts';
