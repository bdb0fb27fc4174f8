/**
 * Every function that a user's SQL may call. A function that is not here does not exist for users: what reads files,
 * other tables, dictionaries, settings, the network or the machine must never enter this list. Names are compared
 * without case, so no entry may differ from a forbidden function in case alone.
 */
const groups = {
  aggregate: `
    any anyHeavy anyLast any_value anyLast_respect_nulls any_respect_nulls approx_top_k approx_top_count approx_top_sum
    argMax argMin max_by min_by avg avgWeighted corr corrStable count countDistinct covarPop covarSamp covar_pop covar_samp
    deltaSum deltaSumTimestamp entropy exponentialMovingAverage first_value last_value groupArray array_agg
    groupArrayInsertAt groupArrayIntersect groupArrayLast groupArrayMovingAvg groupArrayMovingSum groupArraySample
    groupArraySorted groupBitAnd groupBitOr groupBitXor bit_and bit_or bit_xor groupConcat group_concat string_agg
    groupUniqArray histogram intervalLengthSum kurtPop kurtSamp max maxIntersections maxIntersectionsPosition     median medianExact medianTDigest medianTiming min quantile quantileBFloat16 quantileDD quantileDeterministic
    quantileExact quantileExactExclusive quantileExactHigh quantileExactInclusive quantileExactLow quantileExactWeighted
    quantileGK quantileInterpolatedWeighted quantileTDigest quantileTDigestWeighted quantileTiming quantileTimingWeighted
    quantiles quantilesExact quantilesExactExclusive quantilesExactInclusive quantilesTDigest quantilesTiming retention
    sequenceCount sequenceMatch sequenceNextNode simpleLinearRegression singleValueOrNull skewPop skewSamp sparkbar
    stddevPop stddevPopStable stddevSamp stddevSampStable stddev_pop stddev_samp std stddev sum sumCount sumKahan     sumMapFiltered sumMappedArrays sumWithOverflow topK topKWeighted uniq uniqCombined uniqCombined64 uniqExact uniqHLL12
    uniqUpTo varPop varPopStable varSamp varSampStable var_pop var_samp windowFunnel rankCorr theilsU cramersV
    boundingRatio largestTriangleThreeBuckets studentTTest welchTTest mannWhitneyUTest kolmogorovSmirnovTest`,
  window: `
    row_number rank dense_rank denseRank percent_rank percentRank cume_dist ntile nth_value lag lead lagInFrame
    leadInFrame nonNegativeDerivative`,
  arithmetic: `
    plus minus multiply divide intDiv intDivOrZero intDivOrNull modulo mod moduloOrZero positiveModulo pmod negate abs
    gcd lcm min2 max2 divideOrNull moduloOrNull isNaN isFinite isInfinite ifNotFinite divideDecimal multiplyDecimal`,
  comparison: `
    equals notEquals less lessOrEquals greater greaterOrEquals in notIn globalIn globalNotIn nullIn notNullIn
    globalNullIn globalNotNullIn isDistinctFrom isNotDistinctFrom between`,
  logic: 'and or not xor if multiIf caseWithExpression caseWithoutExpression least greatest clamp exists',
  missing: 'isNull isNotNull isZeroOrNull ifNull nullIf coalesce assumeNotNull toNullable isNullable firstNonDefault',
  mathematics: `
    acos acosh asin asinh atan atan2 atanh cbrt cos cosh degrees e erf erfc exp exp2 exp10 factorial hypot intExp2
    intExp10 lgamma ln log log10 log1p log2 pi pow power radians sigmoid sign sin sinh sqrt tan tanh tgamma widthBucket
    width_bucket round roundBankers roundDown roundToExp2 roundDuration floor ceil ceiling trunc truncate`,
  bits: `
    bitAnd bitOr bitXor bitNot bitShiftLeft bitShiftRight bitRotateLeft bitRotateRight bitTest bitTestAll bitTestAny
    bitCount bitHammingDistance bitSlice bitmaskToArray bitmaskToList bitPositionsToArray`,
  dates: `
    now now64 today yesterday current_timestamp current_date curdate toTimezone toTimeZone timezone timezoneOf
    timezoneOffset toYear toQuarter toMonth toDayOfYear toDayOfMonth toDayOfWeek toHour toMinute toSecond toMillisecond
    year quarter month day dayofmonth dayofweek dayofyear hour minute second week toWeek toISOWeek toYearWeek
    toISOYear toDaysInMonth toLastDayOfMonth last_day toLastDayOfWeek monthName dateName toMonday
    toStartOfYear toStartOfISOYear toStartOfQuarter toStartOfMonth toStartOfWeek toStartOfDay toStartOfHour
    toStartOfMinute toStartOfSecond toStartOfFiveMinutes toStartOfFiveMinute toStartOfTenMinutes
    toStartOfFifteenMinutes toStartOfInterval time_bucket date_bin toStartOfMillisecond
    toTime toTimeWithFixedDate toRelativeYearNum toRelativeQuarterNum toRelativeMonthNum toRelativeWeekNum
    toRelativeDayNum toRelativeHourNum toRelativeMinuteNum toRelativeSecondNum toYYYYMM toYYYYMMDD toYYYYMMDDhhmmss
    age dateDiff date_diff datediff timestampDiff timestamp_diff dateTrunc date_trunc     addDate subDate addYears addQuarters addMonths addWeeks addDays addHours addMinutes addSeconds addMilliseconds
    subtractYears subtractQuarters subtractMonths subtractWeeks subtractDays subtractHours subtractMinutes
    subtractSeconds subtractMilliseconds addInterval subtractInterval timeSlot timeSlots
    formatDateTime date_format formatDateTimeInJodaSyntax fromUnixTimestamp from_unixtime toUnixTimestamp
    fromUnixTimestamp64Milli fromUnixTimestamp64Micro fromUnixTimestamp64Nano toUnixTimestamp64Milli
    toUnixTimestamp64Micro toUnixTimestamp64Nano makeDate makeDateTime makeDateTime64 toUTCTimestamp fromUTCTimestamp
    changeYear changeMonth changeDay changeHour changeMinute changeSecond tumble tumbleStart tumbleEnd`,
  strings: `
    length lengthUTF8 char_length character_length octet_length empty notEmpty lower upper lcase ucase lowerUTF8
    upperUTF8 initcap reverse reverseUTF8 concat concatWithSeparator concat_ws substring substr mid substringUTF8
    substringIndex left right leftPad rightPad lpad rpad leftUTF8 rightUTF8 space repeat trim trimLeft trimRight trimBoth
    ltrim rtrim position locate instr positionCaseInsensitive positionUTF8 positionCaseInsensitiveUTF8 countSubstrings
    countSubstringsCaseInsensitive startsWith endsWith startsWithCaseInsensitive endsWithCaseInsensitive like notLike
    ilike notILike match countMatches extract extractAll extractAllGroupsHorizontal extractAllGroupsVertical
    extractGroups regexpExtract regexp_extract regexpPosition replaceOne replaceAll replace
    replaceRegexpOne replaceRegexpAll regexp_replace translate format ascii char hex unhex bin unbin base64Encode
    base64Decode tryBase64Decode to_base64 from_base64 splitByChar splitByString splitByRegexp splitByWhitespace
    splitByNonAlpha arrayStringConcat alphaTokens tokens ngrams multiSearchAny multiSearchAnyCaseInsensitive
    multiSearchFirstIndex multiSearchAllPositions multiMatchAny multiMatchAnyIndex multiMatchAllIndices hasToken
    hasTokenCaseInsensitive hasSubsequence ngramDistance editDistance levenshteinDistance jaroWinklerSimilarity
    damerauLevenshteinDistance appendTrailingCharIfAbsent toValidUTF8 isValidUTF8 firstLine soundex
    encodeURLComponent decodeURLComponent domain topLevelDomain cutToFirstSignificantSubdomain
    formatReadableSize formatReadableDecimalSize formatReadableQuantity formatReadableTimeDelta parseReadableSize
    parseReadableSizeOrNull bar visibleWidth stringBytesEntropy
    JSONExtract JSONExtractString JSONExtractInt JSONExtractUInt JSONExtractFloat JSONExtractBool JSONExtractRaw
    JSONExtractArrayRaw JSONExtractKeys JSONExtractKeysAndValues JSONHas JSONLength JSONType isValidJSON toJSONString
    JSON_VALUE JSON_EXISTS JSON_QUERY`,
  arrays: `
    array arrayElement arrayElementOrNull arrayMap arrayFilter arrayFill arrayFold arrayFirst arrayFirstIndex
    arrayFirstOrNull arrayLast arrayLastIndex arrayLastOrNull arrayExists arrayAll arrayCount arraySum arrayAvg arrayMin
    arrayMax arrayProduct arrayCumSum arrayCumSumNonNegative arrayDifference arrayCompact arrayConcat arrayDistinct
    arrayEnumerate arrayEnumerateUniq arrayEnumerateDense arrayFlatten arrayIntersect arrayUnion arrayExcept arrayJoin
    arrayPopBack arrayPopFront arrayPushBack arrayPushFront arrayResize arrayReverse arrayReverseSort arraySort
    arrayPartialSort arraySlice arraySplit arrayUniq arrayZip arrayWithConstant arrayDotProduct arrayRemove
    has hasAll hasAny hasSubstr indexOf countEqual range emptyArrayToSingle arrayShiftLeft arrayShiftRight
    arrayRotateLeft arrayRotateRight arrayTranspose`,
  tuples: `
    tuple tupleElement untuple tuplePlus tupleMinus tupleConcat tupleHammingDistance tupleNames tupleToNameValuePairs
    flattenTuple`,
  maps: `
    map mapKeys mapValues mapContains mapContainsKey mapContainsValue mapFromArrays mapFilter mapApply mapAdd
    mapSubtract mapUpdate mapConcat mapExists mapAll mapSort mapReverseSort mapContainsKeyLike mapExtractKeyLike`,
  addresses: `
    toIPv4 toIPv6 toIPv4OrNull toIPv6OrNull toIPv4OrDefault toIPv6OrDefault toIPv4OrZero toIPv6OrZero IPv4NumToString
    IPv6NumToString IPv4StringToNum IPv6StringToNum IPv4ToIPv6 IPv4CIDRToRange IPv6CIDRToRange IPv4NumToStringClassC
    isIPv4String isIPv6String cutIPv6 inet_aton inet_ntoa inet6_aton inet6_ntoa`,
  conversion: `
    CAST _CAST accurateCast accurateCastOrNull accurateCastOrDefault toString toFixedString toBool
    toInt8 toInt16 toInt32 toInt64 toInt128 toInt256 toUInt8 toUInt16 toUInt32 toUInt64 toUInt128 toUInt256
    toInt8OrNull toInt16OrNull toInt32OrNull toInt64OrNull toUInt8OrNull toUInt16OrNull toUInt32OrNull toUInt64OrNull
    toInt8OrZero toInt16OrZero toInt32OrZero toInt64OrZero toUInt8OrZero toUInt16OrZero toUInt32OrZero toUInt64OrZero
    toFloat32 toFloat64 toFloat32OrNull toFloat64OrNull toFloat32OrZero toFloat64OrZero
    toDecimal32 toDecimal64 toDecimal128 toDecimal64OrNull toDecimalString
    toDate toDate32 toDateOrNull toDateOrZero toDateTime toDateTime32 toDateTime64 toDateTimeOrNull toDateTimeOrZero
    toDateTime64OrNull date timestamp parseDateTime parseDateTimeOrNull parseDateTimeBestEffort
    parseDateTimeBestEffortOrNull parseDateTime32BestEffort parseDateTime64BestEffort parseDateTime64BestEffortOrNull
    parseDateTimeInJodaSyntax toIntervalSecond toIntervalMinute toIntervalHour toIntervalDay toIntervalWeek
    toIntervalMonth toIntervalQuarter toIntervalYear toIntervalMillisecond toInterval toLowCardinality toTypeName
    reinterpretAsUInt64 reinterpretAsString`,
  hashes:
    'cityHash64 sipHash64 xxHash32 xxHash64 murmurHash3_64 farmHash64 intHash32 intHash64 MD5 SHA1 SHA256 CRC32 halfMD5',
  random: 'rand rand32 rand64 randCanonical',
  rows: 'materialize identity ignore transform lambda grouping rowNumberInAllBlocks runningDifference neighbor',
} as const;

const names = Object.values(groups).flatMap((text) => text.trim().split(/\s+/));
const allowed = new Set(names.map((name) => name.toLowerCase()));
const aggregates = new Set(
  groups.aggregate
    .trim()
    .split(/\s+/)
    .map((name) => name.toLowerCase()),
);

/** What may follow the name of an aggregate function: `sumIf`, `uniqExactIf`, `avgOrNull`. */
const combinators = /(if|array|map|distinct|ornull|ordefault|foreach|argmin|argmax|state|merge|simplestate)$/;

/** All names of the list, for hints and tests. */
export const allowedFunctions: readonly string[] = names;

/** True when a user's SQL may call the function, in whatever case it is written. */
export function mayCall(name: string): boolean {
  let rest = name.toLowerCase();
  if (allowed.has(rest)) return true;
  while (combinators.test(rest)) {
    rest = rest.replace(combinators, '');
    if (aggregates.has(rest)) return true;
  }
  return false;
}
