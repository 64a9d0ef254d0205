import type { Outcome } from '../month/outcome.js';
import type { Institution } from '../world/institutions.js';
import type { Session } from '../world/sessions.js';
import { answeredClaim, type SetlInfo } from './answered.js';
import { BillSplit } from './bill-split.js';
import type { HospitalBook } from './book.js';
import type { Call, HospitalSystems, Reply } from './his.js';
import * as messages from './visit-messages.js';

/** What a hospital remembers of a session between its days. */
interface Memory {
  visitId: string;
  claimId: string | null;
}

type AnsweredLine = Readonly<Record<string, unknown>>;

const LINES_PER_MESSAGE = 4;

/** Plays sessions act by act. Message numbers and bodies depend on the world alone, so a repeated act is the same act. */
export class SessionPlayer {
  private readonly memory = new Map<number, Memory>();

  constructor(
    private readonly systems: HospitalSystems,
    private readonly book: HospitalBook,
    private readonly outcome: Outcome,
    private readonly signInNo: (institution: Institution) => string,
  ) {}

  /** 入院: the first act of a stay, on the day of admission. */
  async admit(session: Session, date: string): Promise<void> {
    const talk = this.talk(session, date, 'A');
    await this.identify(session, talk);
    const opened = await talk.ask('2401', messages.admit(session, talk.at));
    if (!opened.accepted) return this.refused(session, opened);
    this.memory.set(session.number, { visitId: textAt(opened, 'result', 'mdtrt_id'), claimId: null });
  }

  /** The visit itself, or the last day of a stay: fees, discharge, settlement. */
  async visit(session: Session, date: string): Promise<void> {
    const talk = this.talk(session, date, 'V');
    const settled =
      session.kind === 'inpatient' ? await this.stay(session, talk) : await this.outpatient(session, talk);
    if (settled === null) return;
    if (!settled.accepted) return this.refused(session, settled);
    const info = settled.output['setlinfo'] as SetlInfo;
    (this.memory.get(session.number) as Memory).claimId = String(info['setl_id']);
    this.record(session, info, { date, refundOf: null });
    this.outcome.settled(session);
  }

  /** 退费 of a settled session. */
  async refund(session: Session, date: string): Promise<void> {
    const known = this.memory.get(session.number);
    if (known?.claimId == null) return;
    const infno = session.kind === 'inpatient' ? '2305' : '2208';
    const reply = await this.talk(session, date, 'R').ask(
      infno,
      messages.refund(session, known.visitId, known.claimId),
    );
    if (!reply.accepted) return this.outcome.unexpected(`${infno} 退费被拒：${reply.message}`);
    this.record(session, reply.output['setlinfo'] as SetlInfo, { date, refundOf: known.claimId });
    this.outcome.refunded += 1;
  }

  /** Number of a session's claim as the hospital knows it; null while it is not settled. */
  claimOf({ number }: Session): string | null {
    return this.memory.get(number)?.claimId ?? null;
  }

  private async identify({ person }: Session, talk: Talk): Promise<void> {
    const reply = await talk.ask('1101', messages.identify(person));
    const found = (reply.output['baseinfo'] as { psn_no?: string } | undefined)?.psn_no;
    if (found !== person.psnNo) this.outcome.unexpected(`1101 没有找到参保人${person.psnNo}：${reply.message}`);
  }

  private async outpatient(session: Session, talk: Talk): Promise<Reply | null> {
    const aForm = session.institution.usesAForms ? 'A' : '';
    await this.identify(session, talk);
    const opened = await talk.ask('2201', messages.register(session, talk.at));
    if (!opened.accepted) return opened;
    const visitId = textAt(opened, 'data', 'mdtrt_id');
    this.memory.set(session.number, { visitId, claimId: null });
    await talk.mustAccept(`2203${aForm}`, messages.describeVisit(session, visitId, talk.at));
    const split = await this.sendLines(session, talk, { infno: '2204', visitId });
    if (session.tries) await talk.trial(`2206${aForm}`, messages.settleVisit(session, visitId, null), split);
    return talk.ask(`2207${aForm}`, messages.settleVisit(session, visitId, session.tries ? split : null));
  }

  private async stay(session: Session, talk: Talk): Promise<Reply | null> {
    const known = this.memory.get(session.number);
    if (known === undefined) return null;
    const { visitId } = known;
    const split = await this.sendLines(session, talk, { infno: '2301', visitId });
    if (session.tries) await talk.trial('2303', messages.settleStay(session, visitId, null), split);
    await talk.mustAccept('2402', messages.discharge(session, visitId, talk.at));
    return talk.ask('2304', messages.settleStay(session, visitId, session.tries ? split : null));
  }

  private async sendLines(
    session: Session,
    talk: Talk,
    { infno, visitId }: { readonly infno: '2204' | '2301'; readonly visitId: string },
  ): Promise<BillSplit> {
    const answered: AnsweredLine[] = [];
    for (let first = 0; first < session.lines.length; first += LINES_PER_MESSAGE) {
      const lines = session.lines.slice(first, first + LINES_PER_MESSAGE);
      const input = messages.feeLines(session, { visitId, at: talk.at, first: first + 1, lines });
      const { accepted, output } = await talk.mustAccept(infno, input);
      if (accepted) answered.push(...(output['result'] as readonly AnsweredLine[]));
    }
    return BillSplit.ofLines(answered);
  }

  private record(session: Session, info: SetlInfo, of: { date: string; refundOf: string | null }): void {
    const { institution, person, kind } = session;
    this.book.record({ ...answeredClaim(info, person), ...of, institution, person, kind });
  }

  private refused(session: Session, { message }: Reply): void {
    this.outcome.refused(session, message);
  }

  private talk(session: Session, date: string, act: 'A' | 'V' | 'R'): Talk {
    return new Talk(this.systems, this.outcome, { session, date, act, signInNo: this.signInNo(session.institution) });
  }
}

interface TalkOf {
  readonly session: Session;
  readonly date: string;
  readonly act: 'A' | 'V' | 'R';
  readonly signInNo: string;
}

const ACT_NUMBER = { A: 1, V: 2, R: 3 } as const;

/** The messages of one act, numbered one after the other. */
class Talk {
  private sent = 0;

  constructor(
    private readonly systems: HospitalSystems,
    private readonly outcome: Outcome,
    private readonly of: TalkOf,
  ) {}

  get at(): string {
    return `${this.of.date} 10:00:00`;
  }

  ask(infno: string, input: object): Promise<Reply> {
    this.sent += 1;
    const { session, date, act, signInNo } = this.of;
    const serial = `${String(session.number).padStart(6, '0')}${ACT_NUMBER[act]}${String(this.sent).padStart(3, '0')}`;
    const call: Call = {
      ...{
        institution: session.institution,
        infno,
        msgid: `${session.institution.code}${date.replaceAll('-', '')}${serial}`,
      },
      ...{ at: this.at, insuredRegion: infno === '1101' ? '' : session.person.insuredRegion, signInNo, input },
    };
    return this.systems.send(call);
  }

  async mustAccept(infno: string, input: object): Promise<Reply> {
    const reply = await this.ask(infno, input);
    if (!reply.accepted) this.outcome.unexpected(`${infno} 被拒：${reply.message}`);
    return reply;
  }

  /** 预结算, whose split must be that of the lines. It is refused, and rightly, once the visit is settled. */
  async trial(infno: string, input: object, split: BillSplit): Promise<void> {
    const { accepted, output } = await this.ask(infno, input);
    if (!accepted || split.isThatOf(output['setlinfo'] as Readonly<Record<string, unknown>>)) return;
    this.outcome.unexpected(`${infno} 的费用分割与明细应答不符：第${this.of.session.number}次就诊`);
  }
}

const textAt = ({ output }: Reply, node: string, member: string): string =>
  String((output[node] as Readonly<Record<string, unknown>> | undefined)?.[member] ?? '');
