/** Functions of CloudWatch Logs Insights by their names, as its documentation had them in autumn 2026; `why`: not here. */
export const insightsFunctions: readonly { readonly name: string; readonly why?: string }[] = [
  ...'abs ceil floor sqrt log round greatest least haversine toNumber toDouble toInt toLong'.split(' '),
  ...'bin datefloor dateceil fromMillis toMillis now queryStartTime queryEndTime queryTimeRange parseDate formatDate strftime'.split(
    ' ',
  ),
  ...'ispresent coalesce if case isNumeric messageSize isempty isblank concat strlen substr toupper tolower'.split(' '),
  ...'trim ltrim rtrim replace regexReplace strcontains startsWith endsWith split urlencode urldecode'.split(' '),
  ...'base64encode base64decode hexToAscii hexToDec decToHex md5 sha256'.split(' '),
  ...'jsonParse jsonStringify jsonArraySize jsonArrayContains'.split(' '),
  ...'isValidIp isValidIpV4 isValidIpV6 isIpInSubnet isIpv4InSubnet isIpv6InSubnet ipv4ToNumber'.split(' '),
  ...'isPrivateIP isPublicIP isReservedIP'.split(' '),
  ...'count count_distinct countDistinct sum avg min max pct stddev variance earliest latest sortsFirst sortsLast'.split(
    ' ',
  ),
  ...'values topk rate countOverTime sumOverTime histogram'.split(' '),
].map((name) => ({ name }));
