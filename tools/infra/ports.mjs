// @ts-check
// Ports for servers of this machine that come and go.
import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Below the range from which systems take the local ports of outgoing connections: a port found free there could be taken
 * by any connection before its server listens.
 */
const FIRST = 20_000;
const LAST = 32_000;

/** @param {number} port @returns {Promise<boolean>} whether nobody listens on it, on any address of this machine */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, () => server.close(() => resolve(true)));
  });
}

const given = new Set();

/** @returns {Promise<number>} a port nobody listens on at this moment, and one this process was not given before */
export async function freePort() {
  for (;;) {
    const port = randomInt(FIRST, LAST);
    if (given.has(port) || !(await isPortFree(port))) continue;
    given.add(port);
    return port;
  }
}
