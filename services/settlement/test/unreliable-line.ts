import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the line does to messages of one transaction. */
export interface Fault {
  readonly infno: string;
  /**
   * `lose` delivers and drops the answer; `late` delivers after a while and drops the answer; `down` delivers nothing; `twice` delivers
   * twice; `refuse` delivers nothing and says in words of its own that it is under way.
   */
  readonly kind: 'lose' | 'late' | 'down' | 'twice' | 'refuse';
  /** Messages it happens to; then the line is good again. */
  times: number;
}

/** A line to a real gateway that loses, delays and doubles what it is told to. */
export interface UnreliableLine {
  readonly url: string;
  /** Transactions delivered, in their order. */
  readonly delivered: string[];
  faults: Fault[];
  close(): Promise<void>;
}

const LATE_MS = 1500;
const JSON_TYPE = { 'content-type': 'application/json' };
const UNDER_WAY = JSON.stringify({ infcode: '-1', err_msg: '交易正在处理', output: null });
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

export async function unreliableLine(target: string): Promise<UnreliableLine> {
  const delivered: string[] = [];
  const deliver = async (body: string, request: IncomingMessage): Promise<string> => {
    delivered.push((JSON.parse(body) as { infno: string }).infno);
    const headers = { 'content-type': 'application/json', apikey: String(request.headers['apikey']) };
    return (await fetch(target, { method: 'POST', headers, body })).text();
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const kind = faultOf(line, body);
    if (kind === 'down') return void request.socket.destroy();
    if (kind === 'refuse') return void response.writeHead(200, JSON_TYPE).end(UNDER_WAY);
    if (kind === 'late') await wait(LATE_MS);
    if (kind === 'twice') await deliver(body, request);
    const text = await deliver(body, request);
    if (kind === 'lose' || kind === 'late') return void request.socket.destroy();
    response.writeHead(200, JSON_TYPE).end(text);
  };
  const server: Server = createServer((request, response) => {
    answer(request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const line: UnreliableLine = { url: `http://127.0.0.1:${port}/hsa`, delivered, faults: [], close };
  return line;
}

function faultOf({ faults }: UnreliableLine, body: string): Fault['kind'] | null {
  const fault = faults.find(({ infno, times }) => times > 0 && body.includes(`"infno":"${infno}"`));
  if (fault === undefined) return null;
  fault.times -= 1;
  return fault.kind;
}
