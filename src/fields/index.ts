export {
  awsSpelling,
  defaultFormat,
  type Field,
  type FieldKind,
  type FieldName,
  fieldNamed,
  fields,
  transitGatewayFormat,
} from './catalogue.ts';
export {
  type DerivedColumn,
  type DerivedStep,
  derivedColumns,
  derivedSteps,
  derivedWith,
  isServicePort,
  type Knowledge,
  privateNetworks,
} from './derived.ts';
export { eitherEndFields } from './either-end.ts';
export { helperColumns, recordVpc } from './enriched.ts';
export {
  encryptionStateName,
  portName,
  portNames,
  protocolName,
  protocolNames,
  rejectReasonName,
  serviceName,
  tcpFlagNames,
  trafficPathName,
  trafficPathNames,
} from './names.ts';
