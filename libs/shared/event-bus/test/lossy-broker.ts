import { connect, createServer, type Server, type Socket } from 'node:net';

/** OffsetCommit in the Kafka protocol: a consumer's acknowledgement. */
const OFFSET_COMMIT = 8;
const SIZE_BYTES = 4;

/** A way to a Kafka broker that can lose acknowledgements: the connection breaks before the broker has read them. */
export class LossyBroker {
  /** So many acknowledgements from now on never arrive. */
  acknowledgementsToLose = 0;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  /** `broker` is `host:port`, as the broker names itself to its clients. */
  static async start(broker: string): Promise<LossyBroker> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const listening = server.address();
    if (listening === null || typeof listening === 'string') throw new TypeError('no port');
    const [host = '', port] = broker.split(':');
    const lossy = new LossyBroker(server, `127.0.0.1:${listening.port}`);
    const there = addressBytes(host, Number(port));
    const here = addressBytes('127.0.0.1', listening.port);
    server.on('connection', (client) => {
      const answer = (frame: Buffer): boolean => client.write(replaced(frame, there, here));
      lossy.join(client, connect(Number(port), host), answer);
    });
    return lossy;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket, broker: Socket, answer: (frame: Buffer) => boolean): void {
    for (const socket of [client, broker]) {
      this.sockets.add(socket);
      socket.on('error', () => undefined);
    }
    eachFrame(client, (frame) => {
      if (this.acknowledgementsToLose > 0 && frame.readInt16BE(SIZE_BYTES) === OFFSET_COMMIT) {
        this.acknowledgementsToLose -= 1;
        client.destroy();
      } else {
        broker.write(frame);
      }
    });
    eachFrame(broker, answer);
    client.on('close', () => broker.destroy());
    broker.on('close', () => client.destroy());
  }
}

/** Requests and answers alike begin with their length. */
function eachFrame(socket: Socket, take: (frame: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (bytes: Buffer) => {
    rest = Buffer.concat([rest, bytes]);
    while (rest.length >= SIZE_BYTES && rest.length >= SIZE_BYTES + rest.readInt32BE()) {
      const end = SIZE_BYTES + rest.readInt32BE();
      take(rest.subarray(0, end));
      rest = rest.subarray(end);
    }
  });
}

/** Host and port as they stand in the answers in which a broker names itself. */
function addressBytes(host: string, port: number): Buffer {
  const bytes = Buffer.alloc(host.length + 4);
  bytes.write(host, 'latin1');
  bytes.writeInt32BE(port, host.length);
  return bytes;
}

/** Clients connect to where the broker says it is: that must be here. The two addresses are equally long. */
function replaced(frame: Buffer, there: Buffer, here: Buffer): Buffer {
  const copy = Buffer.from(frame);
  for (let at = copy.indexOf(there); at >= 0; at = copy.indexOf(there, at + there.length)) here.copy(copy, at);
  return copy;
}
