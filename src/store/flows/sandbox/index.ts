export { allowedFunctions } from './functions.ts';
export { type CheckedSql, checkSql, hasMoreRows, type SqlFormat, sqlLimits, streamSql } from './gate.ts';
export type { ResultColumn } from './output.ts';
