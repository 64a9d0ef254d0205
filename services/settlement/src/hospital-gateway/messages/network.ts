import { BlockList, isIPv4, isIPv6 } from 'node:net';

interface Network {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/** A line of one institution is never wider: a wider network would let in its neighbours. */
const WIDEST = { ipv4: 24, ipv6: 64 } as const;
const NETWORK = /^([^/]+)(?:\/(\d{1,3}))?$/;
const LONGEST = { ipv4: 32, ipv6: 128 } as const;

const familyOf = (address: string): Network['family'] | null => {
  if (isIPv4(address)) return 'ipv4';
  return isIPv6(address) ? 'ipv6' : null;
};

/** 专线网段 `10.20.30.0/28` or one address; null for anything else, and for a network wider than one institution's line. */
export function networkOf(text: string): Network | null {
  const [, address = '', length] = NETWORK.exec(text) ?? [];
  const family = familyOf(address);
  if (family === null) return null;
  const prefix = Number(length ?? LONGEST[family]);
  return prefix >= WIDEST[family] && prefix <= LONGEST[family] ? { address, prefix, family } : null;
}

/** Whether an address, as a socket tells it, lies in one of the networks. */
export function isInNetworks(peer: string, networks: readonly string[]): boolean {
  const address = peer.replace(/^::ffff:(?=\d+\.)/i, '');
  const family = familyOf(address);
  if (family === null) return false;
  const allowed = new BlockList();
  for (const network of networks.flatMap((text) => networkOf(text) ?? [])) {
    allowed.addSubnet(network.address, network.prefix, network.family);
  }
  return allowed.check(address, family);
}
