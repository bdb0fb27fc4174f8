export { savedQueryShelf } from './content.ts';
export { type ServeOptions, serve } from './serve.ts';
