import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A port nobody listens on at this moment, on any address of this machine. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
