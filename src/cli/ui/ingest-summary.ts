import type { IngestSummary } from '../../ingest/index.ts';
import { bytesText, countText, durationText } from './units.ts';

/** One JSON object. Counts are numbers up to 2^53 and decimal strings beyond. */
export function summaryJson(summary: IngestSummary): string {
  return JSON.stringify(summary, (_key, value: unknown) =>
    typeof value === 'bigint' ? (value <= Number.MAX_SAFE_INTEGER ? Number(value) : value.toString()) : value,
  );
}

/** The same in words, for a person. */
export function summaryText(s: IngestSummary): string {
  const rate = s.seconds > 0 ? ` · ${countText(Math.round(Number(s.records) / s.seconds))} records/s` : '';
  const lines = [
    `${countText(s.records)} records from ${countText(s.files)} files (${bytesText(s.bytes)}) in ${durationText(s.seconds)}${rate}`,
    `  accepted ${countText(s.accepted)} · refused ${countText(s.rejected)} · NODATA ${countText(s.nodata)} · SKIPDATA ${countText(s.skipdata)}`,
  ];
  if (s.first !== null) lines.push(`  from ${s.first} to ${s.last ?? s.first}`);
  if (s.quarantined > 0n)
    lines.push(
      `  ${countText(s.quarantined)} lines could not be read and are kept: weir sql 'SELECT reason, count() FROM quarantine GROUP BY reason'`,
    );
  if (s.untimed > 0n)
    lines.push(`  ${countText(s.untimed)} records carry no start time and are outside every time range`);
  if (s.skipped_files > 0) lines.push(`  ${countText(s.skipped_files)} files were loaded before and were skipped`);
  for (const p of s.partial) lines.push(`  ${p.file}: ${p.message}`);
  for (const f of s.failures) lines.push(`  not loaded: ${f.message}${f.hint === undefined ? '' : `\n    ${f.hint}`}`);
  return lines.join('\n');
}
