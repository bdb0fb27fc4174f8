export { allowedFunctions } from './functions.ts';
export { type CheckedSql, checkSql, hasMoreRows, streamSql } from './gate.ts';
export type { ResultColumn, SqlFormat } from './output.ts';
