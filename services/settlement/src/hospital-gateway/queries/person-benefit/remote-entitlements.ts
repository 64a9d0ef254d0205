import { Injectable } from '@nestjs/common';
import { schemeOfInsuranceType } from '#contracts';
import { ok, reject, type Result } from '#kernel';
import { BASIC_FUND } from '../../../adjudication/index.js';
import { RemoteSession } from '../../../remote/commands/remote-session.js';
import type { Told } from '../../../remote/places/insured-place.js';
import { RemotePlaces } from '../../../remote/places/remote-places.js';
import type { CheckedCall } from '../../call.js';
import type { InsuredPerson } from '../../directory/directory.js';
import type { EntitlementAnswer, EntitlementRequest } from '../../messages/index.js';
import { numberFor } from '../../numbers.js';

/** 2001 of a place that computes itself is that place's own answer, a refusal too (SET-01, SET-18). */
@Injectable()
export class RemoteEntitlements {
  constructor(
    private readonly places: RemotePlaces,
    private readonly session: RemoteSession,
  ) {}

  /** Null where we compute. */
  async asked(call: CheckedCall<EntitlementRequest>, person: InsuredPerson): Promise<Result<EntitlementAnswer> | null> {
    const place = await this.places.of(person.insuredRegion);
    if (place === null) return null;
    const { envelope, institution, request } = call;
    const facts = {
      callId: numberFor('', 'remote-query', envelope.idempotencyKey, envelope.bodyHash),
      ...{ institutionCode: institution.code, institutionName: institution.name },
      ...{ careRegion: institution.region, insuredRegion: person.insuredRegion },
    };
    const { personNo: psn_no, insuranceType: insutype, medicalCategory: med_type, beginsOn } = request;
    const data = {
      ...{ psn_no, insutype, fixmedins_code: institution.code, med_type },
      ...{ begntime: `${beginsOn} 00:00:00`, dise_codg: request.diseaseCode ?? '' },
    };
    const step = { infno: '2001', key: 'entitlement', input: { data }, mayBeRefused: true };
    return answerOf(await this.session.step(place, facts, step), request);
  }
}

function answerOf(told: Told, { personNo, insuranceType, beginsOn }: EntitlementRequest): Result<EntitlementAnswer> {
  const fundCode = BASIC_FUND[schemeOfInsuranceType(insuranceType) ?? 'employee'];
  switch (told.kind) {
    case 'in-doubt':
      return reject('remote.away', 'SET-15', '参保地暂时没有应答，请稍后再试', ['insuplc_admdvs']);
    case 'refused':
      return ok({ personNo, beginsOn, fundCode, refusal: told.message });
    case 'answered':
      return ok({ personNo, beginsOn, fundCode, ...rowOf(told.output['trtinfo']) });
    default:
      return told satisfies never;
  }
}

/** The first row: which fund, and why it does not pay. */
function rowOf(rows: unknown): Pick<EntitlementAnswer, 'refusal'> & { readonly fundCode?: string } {
  const [row] = (Array.isArray(rows) ? rows : [rows]) as readonly (Readonly<Record<string, unknown>> | undefined)[];
  const { trt_enjymnt_flag: flag, trt_chk_rslt: reason, fund_pay_type: fund } = row ?? {};
  const told = isText(fund) ? { fundCode: fund } : {};
  if (String(flag) === '1') return { ...told, refusal: undefined };
  return { ...told, refusal: isText(reason) ? reason : '参保地未予待遇' };
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
