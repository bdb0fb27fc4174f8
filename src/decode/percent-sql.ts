/**
 * The percent-decoded text of an expression, or its text as it stands when that is no valid percent-encoding of
 * UTF-8. The test comes first: nearly no value holds a percent sign.
 */
export function percentDecodedSql(text: string): string {
  const decoded = `decodeURLComponent(${text})`;
  return `if(position(${text}, '%') = 0, ${text}, if(match(${text}, '^([^%]|%[0-9A-Fa-f]{2})*$') AND isValidUTF8(${decoded}), ${decoded}, ${text}))`;
}
