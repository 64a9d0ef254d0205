import type { FastifyRequest } from 'fastify';

/** `http://host:port` before the path: what a client behind an HTTP proxy writes in its request line (RFC 9112, 3.2.2). */
const ORIGIN = /^https?:\/\/[^/?]*/i;

/** The path with its query, in whichever form the request line has it; the router takes both forms too. */
export const pathOf = ({ url }: Pick<FastifyRequest, 'url'>): string => url.replace(ORIGIN, '');

export const isBelow = (request: Pick<FastifyRequest, 'url'>, prefixes: readonly string[]): boolean => {
  const path = pathOf(request);
  return prefixes.some((prefix) => path.startsWith(prefix));
};
