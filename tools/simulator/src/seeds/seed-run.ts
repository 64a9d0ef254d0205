import type { DeliveredMessage } from '#event-bus';
import type { BusinessDate } from '#kernel';
import { Random } from '../random.js';
import { AdvanceBooks } from './advance-books.js';
import type { SeedBank } from './bank.js';
import { Books } from './books.js';
import { makeFacts, type SeedFacts } from './facts.js';
import type { Answer, Request, SeedPlatform, SimulatedService } from './platform.js';
import { takeIn, type RecomputedMonth } from './recomputation.js';

const CRASH_PERMILLE = 120;

/** One seed while it runs: the platform under it, the draws, and the books kept beside it. */
export class SeedRun {
  readonly world: SeedFacts;
  readonly books = new Books();
  readonly advances = new AdvanceBooks();
  readonly months = new Map<string, RecomputedMonth>();
  readonly failures: string[] = [];
  readonly random: Random;
  /** Draws of banks and finance departments. */
  readonly treasury: Random;
  readonly banks = new Map<string, SeedBank>();
  /** Movements of advances that were reported: unit, number, way and amount. */
  readonly movements = new Set<string>();
  firstDay = '';
  today: BusinessDate;
  /** Facts that settlement has told. */
  told = 0;
  private serials = 0;

  constructor(
    readonly platform: SeedPlatform,
    readonly seed: number,
  ) {
    this.world = makeFacts(seed);
    this.random = new Random(seed, 'run');
    this.treasury = new Random(seed, 'treasury');
    this.today = `${this.world.months[0]}-01` as BusinessDate;
  }

  nextSerial(): string {
    this.serials += 1;
    return `B${this.serials}`;
  }

  fail(what: string): void {
    this.failures.push(`${this.today} ${what}`);
  }

  maybeCrash(service: SimulatedService): void {
    if (this.random.permille(CRASH_PERMILLE)) this.platform.armCrash(service, this.random);
  }

  /** One act of an agency, which may meet a crash. Only what the platform is to blame for is a failure of the seed. */
  async act(service: SimulatedService, request: Request): Promise<Answer> {
    this.maybeCrash(service);
    const answer = await this.platform.call(service, request);
    if (answer.status >= 500) this.fail(`${request.path} 应答 ${answer.status}`);
    return answer;
  }

  /** An act that must be accepted. */
  async accepted(service: SimulatedService, request: Request): Promise<boolean> {
    const { status, body } = await this.act(service, request);
    if (status >= 400) this.fail(`${request.path} 应被接受，却被拒：${String(body['detail'])}`);
    return status < 400;
  }

  /** Settlement tells what has happened by today; after a crash of its relay the last of it twice. */
  async tell(): Promise<void> {
    const { facts } = this.world;
    const known = this.told;
    while ((facts[this.told]?.on ?? '9999') <= this.today) this.told += 1;
    await this.platform.tell(facts.slice(known, this.told), { twice: this.random.permille(200) });
  }

  /** Some batches to both services, or all there is. */
  async deliver(everything: boolean): Promise<void> {
    for (const service of ['clearing', 'prepayment'] as const) {
      const most = everything ? Number.MAX_SAFE_INTEGER : this.random.int(0, 4);
      for (let batches = 0; batches < most; batches += 1) {
        this.maybeCrash(service);
        if (!(await this.platform.deliver(service, this.random, this.applied(service)))) break;
      }
    }
  }

  async relay(service: SimulatedService): Promise<void> {
    this.maybeCrash(service);
    await this.platform.relay(service);
  }

  private applied(service: SimulatedService): (messages: readonly DeliveredMessage[]) => void {
    if (service === 'prepayment') return (messages) => this.advances.applied(messages);
    return (messages) => {
      const touched = this.books.applied(messages);
      for (const [month, { completed }] of this.months) if (!completed) takeIn(this.books, month, touched);
    };
  }
}
