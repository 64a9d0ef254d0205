import { connect, createServer, type Server, type Socket } from 'node:net';
import { Frames } from '../src/kafka/whole-answers.js';

/** OffsetCommit in the Kafka protocol: a consumer's acknowledgement. */
const OFFSET_COMMIT = 8;
const SIZE_BYTES = 4;
const READ_MS = 200;

/** A way to a Kafka broker that loses what a killed broker loses, and then works again. */
export class LossyBroker {
  /** So many acknowledgements from now on never arrive: the connection breaks before the broker has read them. */
  acknowledgementsToLose = 0;
  /** The next answer at least so long breaks off in the middle, with a reset of the connection. */
  cutAnswerOfBytes = Infinity;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  /** `broker` is `127.0.0.1:<port>`, as the broker names itself to its clients. */
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
      lossy.join(client, connect(Number(port), host), (frame) => replaced(frame, there, here));
    });
    return lossy;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private join(client: Socket, broker: Socket, answer: (frame: Buffer) => Buffer): void {
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
    eachFrame(broker, (frame) => {
      if (frame.length < this.cutAnswerOfBytes) {
        client.write(answer(frame));
      } else {
        this.cutAnswerOfBytes = Infinity;
        client.write(frame.subarray(0, frame.length / 2));
        // Not before the client has read it: a reset takes away what it has not.
        setTimeout(() => client.resetAndDestroy(), READ_MS);
      }
    });
    client.on('close', () => broker.destroy());
    broker.on('close', () => client.destroy());
  }
}

function eachFrame(socket: Socket, take: (frame: Buffer) => void): void {
  const frames = new Frames();
  socket.on('data', (bytes: Buffer) => {
    for (let rest = frames.take(bytes); rest.length > 0;) {
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
