import { apiUrl, refusalOf } from './api.ts';
import { type Ask, bodyOf } from './explore.ts';

export const exportFormats = ['csv', 'json', 'jsonl', 'parquet'] as const;
export type ExportFormat = (typeof exportFormats)[number];
export const exportWords: Readonly<Record<ExportFormat, string>> = {
  csv: 'CSV',
  json: 'JSON',
  jsonl: 'JSON lines',
  parquet: 'Parquet',
};

/** Asks for the whole answer as a file and hands it to the browser. Throws WeirError where the server refuses. */
export async function exportAnswer(ask: Ask, format: ExportFormat): Promise<void> {
  const response = await fetch(apiUrl('queries', { format }), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(ask)),
  });
  if (!response.ok) throw await refusalOf(response);
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = `weir-query.${format}`;
  link.click();
  URL.revokeObjectURL(url);
}
