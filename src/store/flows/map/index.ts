export { readMap } from './read.ts';
