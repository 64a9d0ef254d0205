import type { VisitKind } from '#contracts';
import { citizenIdCheckCharacter, RegionCode } from '#kernel';
import type { Outcome } from '../month/outcome.js';
import type { Institution } from '../world/institutions.js';
import type { Person } from '../world/people.js';
import { answeredClaim, type SetlInfo } from './answered.js';
import type { HospitalBook } from './book.js';
import type { HospitalSystems, Reply } from './his.js';
import { replaced, sampleRequest } from './samples.js';

/** A patient and a hospital of the captured sessions, who are not part of the drawn world. */
interface Cast {
  readonly person: Person;
  readonly institution: Institution;
}

const institution = (region: string, name: string): Institution => ({
  code: `H${region}90001`,
  name,
  unit: region.slice(0, 2),
  region: RegionCode.of(region),
  ...{ kind: 'hospital', settlementLevel: 2, transport: 'csb', usesAForms: false, sendsText: false },
  secret: `secret-of-H${region}90001`,
});

function patient(insuredRegion: string, destination: string, credentials: readonly string[]): Person {
  const first17 = `${insuredRegion}19600501${insuredRegion.slice(2, 4)}1`;
  return {
    psnNo: `${insuredRegion}99999999999999`,
    name: '测试参保人',
    idNumber: `${first17}${citizenIdCheckCharacter(first17)}`,
    ...{ phone: '13000000000', sex: '1', birthDate: '1960-05-01', unit: insuredRegion.slice(0, 2) },
    ...{ insuredRegion: RegionCode.of(insuredRegion), insuranceType: '310', personType: '12', civilServant: false },
    ...{ insuranceStatus: '1', accountBalance: '1382.67', credentials },
    filing: {
      ...{ kind: 'long-term-resident', destination: RegionCode.of(destination), byPromise: false },
      documents: [{ kind: 'residence-permit' }],
      referral: null,
    },
  };
}

/** 衡水 as the captured outpatient messages say, 重庆市渝中区 as the captured stay does; both patients insured elsewhere. */
export const OUTPATIENT_CAST: Cast = {
  institution: institution('131102', '测试医院'),
  person: patient('320200', '131100', []),
};
export const STAY_CAST: Cast = {
  institution: institution('500103', '测试医院'),
  person: patient('440200', '500000', ['CARD00001']),
};
export const CASTS: readonly Cast[] = [OUTPATIENT_CAST, STAY_CAST];

/**
 * The bill behind the captured stay of 23,442.46 yuan: its six captured lines come to 32.00, and these make up the rest so
 * that the four parts the hospital stated (2,533.97 self-paid, 1,396.89 over the ceiling, 703.44 first self-pay, 18,808.16
 * in scope) hold to the cent under the place of care's catalogue.
 */
const REST_OF_STAY = [
  ['001112000010000-111200001', '2533.97'],
  ['001109000010000-110900001', '1456.89'],
  ['002103000010000-210300001', '7034.40'],
  ['001204000060000-120400006', '12385.20'],
] as const;

interface Step {
  readonly file: string;
  /** Members that earlier answers gave. */
  readonly members?: Readonly<Record<string, string>>;
}

/** Replays captured messages as two sessions of the month, with the amounts they had. */
export class Replay {
  private sent = 0;

  constructor(
    private readonly systems: HospitalSystems,
    private readonly book: HospitalBook,
    private readonly outcome: Outcome,
  ) {}

  /** 1101 to 2208: a visit of 4.52 yuan that is settled and refunded. */
  async outpatient(date: string): Promise<void> {
    const cast = OUTPATIENT_CAST;
    const play = (step: Step): Promise<Reply> => this.play(cast, date, step);
    const signed = await play({ file: '9001.openhis-nmg.json' });
    const sign_no = memberOf(signed, 'signinoutb', 'sign_no');
    await play({ file: '1101.openhis-nmg.json', members: { sign_no } });
    const opened = await play({ file: '2201.openhis-nmg.json', members: { sign_no } });
    const visit = { sign_no, mdtrt_id: memberOf(opened, 'data', 'mdtrt_id') };
    for (const infno of ['2203A', '2204', '2206']) await play({ file: `${infno}.openhis-nmg.json`, members: visit });
    const settled = await play({ file: '2207.openhis-nmg.json', members: visit });
    this.record(cast, settled, { date, kind: 'outpatient', refundOf: null });
    const setl_id = memberOf(settled, 'setlinfo', 'setl_id');
    const refunded = await play({ file: '2208.openhis-nmg.json', members: { ...visit, setl_id } });
    this.record(cast, refunded, { date, kind: 'outpatient', refundOf: setl_id });
  }

  /** 2401 to 2305: a stay of 23,442.46 yuan that is settled and refunded. */
  async stay(date: string): Promise<void> {
    const cast = STAY_CAST;
    const play = (step: Step): Promise<Reply> => this.play(cast, date, step);
    const opened = await play({ file: '2401.openhis-nmg.json' });
    const visit = { mdtrt_id: memberOf(opened, 'result', 'mdtrt_id') };
    await play({ file: '2301.openhis-nmg.json', members: visit });
    await this.restOfStay(cast, date, visit.mdtrt_id);
    await play({ file: '2402.openhis-nmg.json', members: visit });
    await play({ file: '2303.openhis-nmg.json', members: visit });
    const settled = await play({ file: '2304.openhis-nmg.json', members: visit });
    this.record(cast, settled, { date, kind: 'inpatient', refundOf: null });
    const setl_id = memberOf(settled, 'setlinfo', 'setl_id');
    const refunded = await play({ file: '2305.openhis-nmg.json', members: { ...visit, setl_id } });
    this.record(cast, refunded, { date, kind: 'inpatient', refundOf: setl_id });
  }

  private async play({ person, institution: at }: Cast, date: string, { file, members }: Step): Promise<Reply> {
    const request = sampleRequest(file);
    const envelope = replaced(request, {
      date,
      members: {
        ...{ msgid: this.messageId(at, date), fixmedins_code: at.code, insuplc_admdvs: person.insuredRegion },
        ...{ psn_no: person.psnNo, certno: person.idNumber, psn_name: person.name },
        ...(person.credentials.length === 0 ? { mdtrt_cert_no: person.idNumber } : {}),
        ...members,
      },
    });
    const reply = await this.systems.sendEnvelope(at, envelope);
    if (reply.accepted) this.outcome.replayedSamples.push(file);
    else this.outcome.unexpected(`回放 ${file} 被拒：${reply.message}`);
    return reply;
  }

  private async restOfStay({ person, institution: at }: Cast, date: string, visitId: string): Promise<void> {
    const reply = await this.systems.send({
      ...{ institution: at, infno: '2301', msgid: this.messageId(at, date), at: `${date} 11:00:00` },
      ...{ insuredRegion: person.insuredRegion, signInNo: '' },
      input: {
        feedetail: REST_OF_STAY.map(([code, amount], index) => ({
          ...{ feedetl_sn: `R${index + 1}`, mdtrt_id: visitId, psn_no: person.psnNo, med_type: '21' },
          ...{ fee_ocur_time: `${date} 11:00:00`, med_list_codg: code, medins_list_codg: `R${index + 1}` },
          ...{ det_item_fee_sumamt: amount, cnt: '1', pric: amount, hosp_appr_flag: '1' },
        })),
      },
    });
    if (!reply.accepted) this.outcome.unexpected(`回放住院的其余明细被拒：${reply.message}`);
  }

  private messageId({ code }: Institution, date: string): string {
    this.sent += 1;
    return `${code}${date.replaceAll('-', '')}8${String(this.sent).padStart(9, '0')}`;
  }

  private record(
    { person, institution: at }: Cast,
    { accepted, output }: Reply,
    of: { readonly date: string; readonly kind: VisitKind; readonly refundOf: string | null },
  ): void {
    if (!accepted) return;
    this.book.record({ ...answeredClaim(output['setlinfo'] as SetlInfo, person), ...of, institution: at, person });
    if (of.refundOf === null) this.outcome.settled({ expected: 'settled', number: 0 });
    else this.outcome.refunded += 1;
  }
}

const memberOf = ({ output }: Reply, node: string, member: string): string =>
  String((output[node] as Readonly<Record<string, unknown>> | undefined)?.[member] ?? '');
