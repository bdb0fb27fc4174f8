import type { SchemaElement } from 'hyparquet';
import { WeirError } from '../core/index.ts';
import type { ParquetColumn } from './parquet-sql.ts';

/** The engine's type for a column of a Parquet file, nullable always: AWS leaves what does not apply empty. */
function engineType(element: SchemaElement): string {
  const converted = element.converted_type;
  switch (element.type) {
    case 'INT32':
      return converted === 'UINT_32' ? 'Nullable(UInt32)' : 'Nullable(Int32)';
    case 'INT64':
      if (converted === 'TIMESTAMP_MILLIS' || element.logical_type?.type === 'TIMESTAMP') {
        const unit = element.logical_type?.type === 'TIMESTAMP' ? element.logical_type.unit : 'MILLIS';
        return `Nullable(DateTime64(${unit === 'NANOS' ? 9 : unit === 'MICROS' ? 6 : 3}, 'UTC'))`;
      }
      if (converted === 'TIMESTAMP_MICROS') return "Nullable(DateTime64(6, 'UTC'))";
      return converted === 'UINT_64' ? 'Nullable(UInt64)' : 'Nullable(Int64)';
    case 'FLOAT':
    case 'DOUBLE':
      return 'Nullable(Float64)';
    case 'BOOLEAN':
      return 'Nullable(Bool)';
    default:
      return 'Nullable(String)';
  }
}

/**
 * The columns of a Parquet file, from its footer; groups (nested columns) are left out.
 * @throws WeirError PARQUET_BROKEN naming the file
 */
export async function readParquetColumns(path: string): Promise<ParquetColumn[]> {
  // Read where there is a Parquet file alone.
  const { asyncBufferFromFile, parquetMetadataAsync } = await import('hyparquet');
  try {
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(path));
    return metadata.schema
      .slice(1)
      .filter((e) => e.num_children === undefined && e.type !== undefined)
      .map((e) => ({ name: e.name, type: engineType(e) }));
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new WeirError('PARQUET_BROKEN', `${path}: the Parquet footer cannot be read: ${what}`, {
      hint: 'the file is damaged or was cut off on its way; fetch it again',
      cause: error,
    });
  }
}
