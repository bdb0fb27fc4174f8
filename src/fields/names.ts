/** Names for the numbers in a record. Unknown numbers have no name: callers show the number. */

const protocols: Readonly<Record<number, string>> = {
  0: 'HOPOPT',
  1: 'ICMP',
  2: 'IGMP',
  4: 'IPv4',
  6: 'TCP',
  8: 'EGP',
  17: 'UDP',
  27: 'RDP',
  33: 'DCCP',
  41: 'IPv6',
  43: 'IPv6-Route',
  44: 'IPv6-Frag',
  46: 'RSVP',
  47: 'GRE',
  50: 'ESP',
  51: 'AH',
  58: 'ICMPv6',
  59: 'IPv6-NoNxt',
  60: 'IPv6-Opts',
  88: 'EIGRP',
  89: 'OSPF',
  94: 'IPIP',
  97: 'EtherIP',
  103: 'PIM',
  108: 'IPComp',
  112: 'VRRP',
  115: 'L2TP',
  132: 'SCTP',
  133: 'FC',
  136: 'UDPLite',
  137: 'MPLS-in-IP',
  255: 'Reserved',
};

/** IANA protocol keyword: 6 → `TCP`. */
export function protocolName(protocol: number): string | undefined {
  return protocols[protocol];
}

/** Every protocol that has a name, for reference pages and completion. */
export const protocolNames: ReadonlyArray<readonly [number, string]> = Object.entries(protocols).map(
  ([n, name]) => [Number(n), name] as const,
);

const ports: Readonly<Record<number, string>> = {
  7: 'echo',
  20: 'ftp-data',
  21: 'ftp',
  22: 'ssh',
  23: 'telnet',
  25: 'smtp',
  37: 'time',
  43: 'whois',
  49: 'tacacs',
  53: 'dns',
  67: 'dhcp-server',
  68: 'dhcp-client',
  69: 'tftp',
  79: 'finger',
  80: 'http',
  88: 'kerberos',
  110: 'pop3',
  111: 'rpcbind',
  123: 'ntp',
  135: 'msrpc',
  137: 'netbios-ns',
  138: 'netbios-dgm',
  139: 'netbios-ssn',
  143: 'imap',
  161: 'snmp',
  162: 'snmptrap',
  179: 'bgp',
  389: 'ldap',
  443: 'https',
  445: 'smb',
  464: 'kpasswd',
  465: 'smtps',
  500: 'isakmp',
  502: 'modbus',
  514: 'syslog',
  515: 'printer',
  520: 'rip',
  546: 'dhcpv6-client',
  547: 'dhcpv6-server',
  548: 'afp',
  554: 'rtsp',
  587: 'submission',
  623: 'ipmi',
  631: 'ipp',
  636: 'ldaps',
  853: 'dns-over-tls',
  873: 'rsync',
  902: 'vmware',
  989: 'ftps-data',
  990: 'ftps',
  993: 'imaps',
  995: 'pop3s',
  1080: 'socks',
  1194: 'openvpn',
  1433: 'mssql',
  1434: 'mssql-browser',
  1521: 'oracle',
  1701: 'l2tp',
  1723: 'pptp',
  1812: 'radius',
  1883: 'mqtt',
  1900: 'ssdp',
  2049: 'nfs',
  2181: 'zookeeper',
  2222: 'ssh-alt',
  2375: 'docker',
  2376: 'docker-tls',
  2379: 'etcd',
  3000: 'http-dev',
  3128: 'squid',
  3260: 'iscsi',
  3268: 'ldap-gc',
  3306: 'mysql',
  3389: 'rdp',
  3478: 'stun',
  3690: 'svn',
  4222: 'nats',
  4333: 'stratum',
  4444: 'metasploit',
  4500: 'ipsec-nat',
  4789: 'vxlan',
  5000: 'http-alt5000',
  5060: 'sip',
  5061: 'sips',
  5353: 'mdns',
  5432: 'postgres',
  5439: 'redshift',
  5555: 'adb',
  5601: 'kibana',
  5671: 'amqps',
  5672: 'amqp',
  5683: 'coap',
  5900: 'vnc',
  5985: 'winrm',
  5986: 'winrm-tls',
  6081: 'geneve',
  6379: 'redis',
  6443: 'kubernetes',
  6667: 'irc',
  7000: 'cassandra-internode',
  7077: 'spark',
  7547: 'cwmp',
  8000: 'http-alt8000',
  8008: 'http-alt8008',
  8080: 'http-alt',
  8081: 'http-alt8081',
  8086: 'influxdb',
  8088: 'http-alt8088',
  8125: 'statsd',
  8200: 'vault',
  8300: 'consul',
  8443: 'https-alt',
  8500: 'consul-http',
  8883: 'mqtts',
  8888: 'http-alt8888',
  9000: 'http-alt9000',
  9042: 'cassandra',
  9090: 'prometheus',
  9092: 'kafka',
  9093: 'alertmanager',
  9094: 'kafka-tls',
  9096: 'kafka-sasl',
  9100: 'node-exporter',
  9200: 'elasticsearch',
  9300: 'elasticsearch-node',
  9418: 'git',
  10250: 'kubelet',
  11211: 'memcached',
  15672: 'rabbitmq',
  25565: 'minecraft',
  27017: 'mongodb',
  50051: 'grpc',
  51820: 'wireguard',
};

/** What usually listens on a port: 5432 → `postgres`. */
export function portName(port: number): string | undefined {
  return ports[port];
}

export const portNames: ReadonlyArray<readonly [number, string]> = Object.entries(ports).map(
  ([n, name]) => [Number(n), name] as const,
);

/** `https 443`, `tcp 41022`, `ICMP`: a service in words, from its port and protocol. */
export function serviceName(port: number | null, protocol: number | null): string {
  const transport = protocol === null ? undefined : (protocolName(protocol) ?? `protocol ${protocol}`);
  if (port === null || port === 0) return transport ?? 'unknown';
  const name = portName(port);
  if (name === undefined) return `${transport?.toLowerCase() ?? 'port'} ${port}`;
  return protocol === null || protocol === 6 ? `${name} ${port}` : `${name} ${port}/${transport?.toLowerCase()}`;
}

const flags: ReadonlyArray<readonly [number, string]> = [
  [1, 'FIN'],
  [2, 'SYN'],
  [4, 'RST'],
  [8, 'PSH'],
  [16, 'ACK'],
  [32, 'URG'],
  [64, 'ECE'],
  [128, 'CWR'],
];

/** The names in a TCP flag mask, lowest bit first: 19 → FIN, SYN, ACK. Bits without a name are shown as numbers. */
export function tcpFlagNames(mask: number): string[] {
  const names = flags.filter(([bit]) => (mask & bit) !== 0).map(([, name]) => name);
  const rest = mask & ~255;
  return rest === 0 ? names : [...names, String(rest)];
}

const trafficPaths: Readonly<Record<number, string>> = {
  1: 'same VPC resource',
  2: 'internet gateway or gateway VPC endpoint',
  3: 'virtual private gateway',
  4: 'VPC peering inside the Region',
  5: 'VPC peering to another Region',
  6: 'local zone / wavelength zone',
  7: 'gateway VPC endpoint',
  8: 'internet gateway',
};

/** The way egress traffic took: 8 → `internet gateway`. */
export function trafficPathName(code: number): string | undefined {
  return trafficPaths[code];
}

export const trafficPathNames: ReadonlyArray<readonly [number, string]> = Object.entries(trafficPaths).map(
  ([n, name]) => [Number(n), name] as const,
);

const rejectReasons: Readonly<Record<string, string>> = {
  BPA: 'VPC Block Public Access',
  EC: 'encryption controls of a VPC endpoint',
};

/** Why AWS refused, beyond security groups and network ACLs: `BPA` → `VPC Block Public Access`. */
export function rejectReasonName(code: string): string | undefined {
  return rejectReasons[code];
}

const encryptionStates: Readonly<Record<number, string>> = {
  0: 'not encrypted',
  1: 'encrypted by Nitro',
  2: 'encrypted by the application',
  3: 'encrypted by Nitro and the application',
};

/** 3 → `encrypted by Nitro and the application`. */
export function encryptionStateName(code: number): string | undefined {
  return encryptionStates[code];
}
