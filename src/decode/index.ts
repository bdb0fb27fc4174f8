export { type DecodedLine, type DecodedRecord, decodeLine } from './decode-line.ts';
export { insertColumns } from './insert-columns.ts';
export { inspectObject, maxWholeCompressed, maxWholeText } from './inspect.ts';
export {
  defaultLayout,
  headerText,
  knownFields,
  type Layout,
  type LayoutColumn,
  readHeader,
  readLogFormat,
  stampedLayout,
  transitGatewayLayout,
} from './layout.ts';
export { readParquetColumns } from './parquet-schema.ts';
export { type ParquetColumn, parquetInsertColumns, parquetSql } from './parquet-sql.ts';
export { readPieces } from './pieces.ts';
export { quoteIdentifier, quoteText } from './quote.ts';
export {
  type Inspection,
  maxPieceBytes,
  maxPieceLines,
  type ObjectSource,
  type Piece,
  type PiecesResult,
  type Reject,
  type RejectPiece,
  type TextPiece,
} from './source.ts';
export { guards, maxBlockLines, maxLineBytes, type PieceOrigin, parseTextSql } from './text-sql.ts';
