/** What AWS writes into the names of the objects it delivers. */
export interface ObjectName {
  /** Unix seconds: start of the five-minute slot in which the object was published. */
  readonly objectTime?: number;
  readonly account?: string;
  readonly region?: string;
  readonly flowLogId?: string;
}

const fileName =
  /(?:^|\/)(?<account>\d{12})_vpcflowlogs_(?<region>[a-z0-9-]+)_(?<flowLogId>fl-[0-9a-f]+)_(?<slot>\d{8}T\d{4}Z)_[0-9A-Za-z]+\.log\b[^/]*$/;
const folder =
  /(?:^|\/)AWSLogs\/(?:aws-account-id=)?(?<account>\d{12})\/(?:(?:aws-)?service=)?vpcflowlogs\/(?:aws-region=)?(?<region>[a-z0-9-]+)\//;
const slotAlone = /_(?<slot>\d{8}T\d{4}Z)_/;

/** Reads an object key or path; what it does not hold is absent. Both of AWS's path layouts, plain and Hive, are known. */
export function readObjectName(name: string): ObjectName {
  const path = name.replaceAll('\\', '/').replaceAll('%3D', '=').replaceAll('%3d', '=');
  const file = fileName.exec(path)?.groups;
  const place = folder.exec(path)?.groups;
  const slot = file?.['slot'] ?? slotAlone.exec(path.slice(path.lastIndexOf('/') + 1))?.groups?.['slot'];
  const objectTime = slot === undefined ? undefined : slotTime(slot);
  const account = file?.['account'] ?? place?.['account'];
  const region = file?.['region'] ?? place?.['region'];
  const flowLogId = file?.['flowLogId'];
  return {
    ...(objectTime === undefined ? {} : { objectTime }),
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    ...(flowLogId === undefined ? {} : { flowLogId }),
  };
}

/** `20180620T1620Z` as Unix seconds; undefined when it is no point in time. */
function slotTime(slot: string): number | undefined {
  const text = slot.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z$/, '$1-$2-$3T$4:$5:00.000Z');
  const time = Date.parse(text);
  // Date.parse turns 31 February into March: only a time that prints as it was written is one.
  return Number.isNaN(time) || new Date(time).toISOString() !== text ? undefined : time / 1000;
}
