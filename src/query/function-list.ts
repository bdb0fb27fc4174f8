// Made by tools/query-lists.mjs from the folder; add a file there.
import type { QueryFunction } from './define-function.ts';
import { fn as absFunction } from './functions/abs.ts';
import { fn as approxCountDistinctFunction } from './functions/approx-count-distinct.ts';
import { fn as approxPctFunction } from './functions/approx-pct.ts';
import { fn as avgFunction } from './functions/avg.ts';
import { fn as base64decodeFunction } from './functions/base64decode.ts';
import { fn as base64encodeFunction } from './functions/base64encode.ts';
import { fn as binFunction } from './functions/bin.ts';
import { fn as bitandFunction } from './functions/bitand.ts';
import { fn as caseFunction } from './functions/case.ts';
import { fn as ceilFunction } from './functions/ceil.ts';
import { fn as coalesceFunction } from './functions/coalesce.ts';
import { fn as communityIdFunction } from './functions/community-id.ts';
import { fn as concatFunction } from './functions/concat.ts';
import { fn as countFunction } from './functions/count.ts';
import { fn as countDistinctFunction } from './functions/count-distinct.ts';
import { fn as countOverTimeFunction } from './functions/count-over-time.ts';
import { fn as dateceilFunction } from './functions/dateceil.ts';
import { fn as datefloorFunction } from './functions/datefloor.ts';
import { fn as decToHexFunction } from './functions/dec-to-hex.ts';
import { fn as earliestFunction } from './functions/earliest.ts';
import { fn as endsWithFunction } from './functions/ends-with.ts';
import { fn as floorFunction } from './functions/floor.ts';
import { fn as flowKeyFunction } from './functions/flow-key.ts';
import { fn as formatDateFunction } from './functions/format-date.ts';
import { fn as fromMillisFunction } from './functions/from-millis.ts';
import { fn as greatestFunction } from './functions/greatest.ts';
import { fn as haversineFunction } from './functions/haversine.ts';
import { fn as hexToAsciiFunction } from './functions/hex-to-ascii.ts';
import { fn as hexToDecFunction } from './functions/hex-to-dec.ts';
import { fn as histogramFunction } from './functions/histogram.ts';
import { fn as ifFunction } from './functions/if.ts';
import { fn as ipPrefixFunction } from './functions/ip-prefix.ts';
import { fn as ipVersionFunction } from './functions/ip-version.ts';
import { fn as ipv4ToNumberFunction } from './functions/ipv4-to-number.ts';
import { fn as isForwardFunction } from './functions/is-forward.ts';
import { fn as isInternalFunction } from './functions/is-internal.ts';
import { fn as isIpInSubnetFunction } from './functions/is-ip-in-subnet.ts';
import { fn as isIpv4InSubnetFunction } from './functions/is-ipv4-in-subnet.ts';
import { fn as isIpv6InSubnetFunction } from './functions/is-ipv6-in-subnet.ts';
import { fn as isNumericFunction } from './functions/is-numeric.ts';
import { fn as isPrivateIpFunction } from './functions/is-private-ip.ts';
import { fn as isPublicIpFunction } from './functions/is-public-ip.ts';
import { fn as isReservedIpFunction } from './functions/is-reserved-ip.ts';
import { fn as isValidIpFunction } from './functions/is-valid-ip.ts';
import { fn as isValidIpV4Function } from './functions/is-valid-ip-v4.ts';
import { fn as isValidIpV6Function } from './functions/is-valid-ip-v6.ts';
import { fn as isblankFunction } from './functions/isblank.ts';
import { fn as isemptyFunction } from './functions/isempty.ts';
import { fn as ispresentFunction } from './functions/ispresent.ts';
import { fn as jsonArrayContainsFunction } from './functions/json-array-contains.ts';
import { fn as jsonArraySizeFunction } from './functions/json-array-size.ts';
import { fn as jsonParseFunction } from './functions/json-parse.ts';
import { fn as jsonStringifyFunction } from './functions/json-stringify.ts';
import { fn as latestFunction } from './functions/latest.ts';
import { fn as leastFunction } from './functions/least.ts';
import { fn as logFunction } from './functions/log.ts';
import { fn as ltrimFunction } from './functions/ltrim.ts';
import { fn as maxFunction } from './functions/max.ts';
import { fn as md5Function } from './functions/md5.ts';
import { fn as messageSizeFunction } from './functions/message-size.ts';
import { fn as minFunction } from './functions/min.ts';
import { fn as nowFunction } from './functions/now.ts';
import { fn as parseDateFunction } from './functions/parse-date.ts';
import { fn as pctFunction } from './functions/pct.ts';
import { fn as perMinuteFunction } from './functions/per-minute.ts';
import { fn as perSecondFunction } from './functions/per-second.ts';
import { fn as portNameFunction } from './functions/port-name.ts';
import { fn as protocolNameFunction } from './functions/protocol-name.ts';
import { fn as queryEndTimeFunction } from './functions/query-end-time.ts';
import { fn as queryStartTimeFunction } from './functions/query-start-time.ts';
import { fn as queryTimeRangeFunction } from './functions/query-time-range.ts';
import { fn as rateFunction } from './functions/rate.ts';
import { fn as regexReplaceFunction } from './functions/regex-replace.ts';
import { fn as replaceFunction } from './functions/replace.ts';
import { fn as roundFunction } from './functions/round.ts';
import { fn as rtrimFunction } from './functions/rtrim.ts';
import { fn as serverPortFunction } from './functions/server-port.ts';
import { fn as serviceNameFunction } from './functions/service-name.ts';
import { fn as sha256Function } from './functions/sha256.ts';
import { fn as sortsFirstFunction } from './functions/sorts-first.ts';
import { fn as sortsLastFunction } from './functions/sorts-last.ts';
import { fn as splitFunction } from './functions/split.ts';
import { fn as sqrtFunction } from './functions/sqrt.ts';
import { fn as startsWithFunction } from './functions/starts-with.ts';
import { fn as stddevFunction } from './functions/stddev.ts';
import { fn as strcontainsFunction } from './functions/strcontains.ts';
import { fn as strlenFunction } from './functions/strlen.ts';
import { fn as substrFunction } from './functions/substr.ts';
import { fn as sumFunction } from './functions/sum.ts';
import { fn as sumOverTimeFunction } from './functions/sum-over-time.ts';
import { fn as tcpFlagFunction } from './functions/tcp-flag.ts';
import { fn as tcpFlagNamesFunction } from './functions/tcp-flag-names.ts';
import { fn as toIntFunction } from './functions/to-int.ts';
import { fn as toLongFunction } from './functions/to-long.ts';
import { fn as toMillisFunction } from './functions/to-millis.ts';
import { fn as toNumberFunction } from './functions/to-number.ts';
import { fn as tolowerFunction } from './functions/tolower.ts';
import { fn as topkFunction } from './functions/topk.ts';
import { fn as toupperFunction } from './functions/toupper.ts';
import { fn as trafficPathNameFunction } from './functions/traffic-path-name.ts';
import { fn as trimFunction } from './functions/trim.ts';
import { fn as urldecodeFunction } from './functions/urldecode.ts';
import { fn as urlencodeFunction } from './functions/urlencode.ts';
import { fn as valuesFunction } from './functions/values.ts';
import { fn as varianceFunction } from './functions/variance.ts';

export const functions: readonly QueryFunction[] = [
  absFunction,
  approxCountDistinctFunction,
  approxPctFunction,
  avgFunction,
  base64decodeFunction,
  base64encodeFunction,
  binFunction,
  bitandFunction,
  caseFunction,
  ceilFunction,
  coalesceFunction,
  communityIdFunction,
  concatFunction,
  countFunction,
  countDistinctFunction,
  countOverTimeFunction,
  dateceilFunction,
  datefloorFunction,
  decToHexFunction,
  earliestFunction,
  endsWithFunction,
  floorFunction,
  flowKeyFunction,
  formatDateFunction,
  fromMillisFunction,
  greatestFunction,
  haversineFunction,
  hexToAsciiFunction,
  hexToDecFunction,
  histogramFunction,
  ifFunction,
  ipPrefixFunction,
  ipVersionFunction,
  ipv4ToNumberFunction,
  isForwardFunction,
  isInternalFunction,
  isIpInSubnetFunction,
  isIpv4InSubnetFunction,
  isIpv6InSubnetFunction,
  isNumericFunction,
  isPrivateIpFunction,
  isPublicIpFunction,
  isReservedIpFunction,
  isValidIpFunction,
  isValidIpV4Function,
  isValidIpV6Function,
  isblankFunction,
  isemptyFunction,
  ispresentFunction,
  jsonArrayContainsFunction,
  jsonArraySizeFunction,
  jsonParseFunction,
  jsonStringifyFunction,
  latestFunction,
  leastFunction,
  logFunction,
  ltrimFunction,
  maxFunction,
  md5Function,
  messageSizeFunction,
  minFunction,
  nowFunction,
  parseDateFunction,
  pctFunction,
  perMinuteFunction,
  perSecondFunction,
  portNameFunction,
  protocolNameFunction,
  queryEndTimeFunction,
  queryStartTimeFunction,
  queryTimeRangeFunction,
  rateFunction,
  regexReplaceFunction,
  replaceFunction,
  roundFunction,
  rtrimFunction,
  serverPortFunction,
  serviceNameFunction,
  sha256Function,
  sortsFirstFunction,
  sortsLastFunction,
  splitFunction,
  sqrtFunction,
  startsWithFunction,
  stddevFunction,
  strcontainsFunction,
  strlenFunction,
  substrFunction,
  sumFunction,
  sumOverTimeFunction,
  tcpFlagFunction,
  tcpFlagNamesFunction,
  toIntFunction,
  toLongFunction,
  toMillisFunction,
  toNumberFunction,
  tolowerFunction,
  topkFunction,
  toupperFunction,
  trafficPathNameFunction,
  trimFunction,
  urldecodeFunction,
  urlencodeFunction,
  valuesFunction,
  varianceFunction,
];
