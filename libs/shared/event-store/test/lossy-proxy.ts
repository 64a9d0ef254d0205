import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to PostgreSQL that can lose the answer to a commit: the server has done it, the client never hears of it. */
export class LossyProxy {
  loseNextCommit = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(target: string): Promise<LossyProxy> {
    const url = new URL(target);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = Number(url.port === '' ? 5432 : url.port);
    const here = new URL(target);
    here.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const proxy = new LossyProxy(server, here.href);
    server.on('connection', (client) => proxy.join(client, connect(port, url.hostname)));
    return proxy;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket, postgres: Socket): void {
    let losing = false;
    for (const socket of [client, postgres]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
    }
    client.on('data', (bytes) => {
      if (this.loseNextCommit && bytes.includes('COMMIT\0')) {
        this.loseNextCommit = false;
        losing = true;
      }
      postgres.write(bytes);
    });
    postgres.on('data', (bytes) => {
      if (losing) client.destroy();
      else client.write(bytes);
    });
    client.on('close', () => postgres.destroy());
    postgres.on('close', () => client.destroy());
  }
}
