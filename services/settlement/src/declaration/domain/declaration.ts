import type { DeclarationFiled, DeclarationReviewed, DeclarationWithdrawn } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { isCrossProvince, ok, reject, type RegionCode, type Result } from '#kernel';

export type DeclarationEvent =
  | DomainEvent<'DeclarationFiled', DeclarationFiled>
  | DomainEvent<'DeclarationWithdrawn', DeclarationWithdrawn>
  | DomainEvent<'DeclarationReviewed', DeclarationReviewed>;

/** 待遇申报 A hospital's declaration for its patient: referral, chronic disease, chosen institution, injury (4.7 of the interface). */
export interface Declaration {
  readonly filed: DeclarationFiled | null;
  readonly withdrawnOn: string | null;
  /** What the place of insurance came to, once it has told. */
  readonly review: DeclarationReviewed | null;
}

const NO_DECLARATION: Declaration = { filed: null, withdrawnOn: null, review: null };

export function evolveDeclaration(declaration: Declaration, event: DeclarationEvent): Declaration {
  switch (event.type) {
    case 'DeclarationFiled':
      return { ...declaration, filed: event.data };
    case 'DeclarationWithdrawn':
      return { ...declaration, withdrawnOn: event.data.withdrawnOn };
    case 'DeclarationReviewed':
      return { ...declaration, review: event.data };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Declaration, DeclarationEvent> = {
  category: 'declaration',
  initialState: () => NO_DECLARATION,
  evolve: evolveDeclaration,
};

export const declarationRef = (declarationNo: string): StreamRef<Declaration> => ({
  id: `declaration-${declarationNo}`,
  definition,
});

/** 2501, 2503, 2505, 2507. The number is ours, so a second declaration under it is a defect of the caller. */
export function decideFile(
  filed: DeclarationFiled,
  insuredRegion: RegionCode,
  declaration: Declaration,
): Result<readonly DeclarationEvent[]> {
  if (declaration.filed !== null) {
    return reject('declaration.exists', 'SET-15', '待遇申报已登记，不能重复登记', ['trt_dcla_detl_sn']);
  }
  return refuseReferral(filed, insuredRegion) ?? ok([{ type: 'DeclarationFiled', data: filed }]);
}

/** REG-03, REG-04: a certificate of today or earlier, for a hospital of another province. The rest is the place of insurance's to say. */
function refuseReferral(filed: DeclarationFiled, insuredRegion: RegionCode): Result<never> | null {
  if (filed.kind !== 'referral') return null;
  const { referredOn, receivingRegion } = filed.details;
  if (!isCrossProvince(insuredRegion, receivingRegion as RegionCode)) {
    return reject('declaration.same-unit', 'REG-04', '转往医院与参保地属同一省级单位，无需跨省转院备案', [
      'mdtrtarea_admdvs',
    ]);
  }
  return referredOn > filed.filedOn
    ? reject('declaration.referred-later', 'REG-03', '转院日期(refl_date)不能晚于今天', ['refl_date'])
    : null;
}

export interface Withdraw {
  readonly declarationNo: string;
  readonly psnNo: string;
  readonly institutionCode: string;
  readonly kind: DeclarationWithdrawn['kind'];
  readonly on: string;
}

/** What may still be done about a declaration that was reviewed, for the clerk (REG-05). */
const AFTER_REVIEW: Readonly<Record<DeclarationWithdrawn['kind'], string>> = {
  referral: '参保地已审核该转院备案，不能撤销；需取消备案的，请参保人向参保地办理',
  chronic: '慢特病备案只能在参保地审核前撤销，该备案已审核，请联系参保地医保经办机构',
  'designated-institution': '定点备案只能在参保地审核前撤销，该备案已审核，请联系参保地医保经办机构',
};

/** 2502, 2504, 2506: by the institution that declared it, until the place of insurance has reviewed it (REG-05). */
export function decideWithdraw(command: Withdraw, declaration: Declaration): Result<readonly DeclarationEvent[]> {
  const { declarationNo, psnNo, institutionCode, kind, on } = command;
  const { filed, withdrawnOn, review } = declaration;
  // Nobody learns of another institution's declarations, not even that there is one (SEC-01).
  if (filed === null || filed.institutionCode !== institutionCode || filed.kind !== kind) {
    return reject('declaration.unknown', 'REG-05', '未找到该备案，请核对待遇申报明细流水号', ['trt_dcla_detl_sn']);
  }
  if (filed.psnNo !== psnNo) {
    return reject('declaration.other-person', 'SET-21', '备案与人员编号不符', ['psn_no']);
  }
  if (withdrawnOn !== null) {
    return reject('declaration.withdrawn', 'SET-15', '该备案已撤销', ['trt_dcla_detl_sn']);
  }
  if (review !== null) {
    return reject('declaration.reviewed', 'REG-05', AFTER_REVIEW[kind], ['trt_dcla_detl_sn']);
  }
  return ok([{ type: 'DeclarationWithdrawn', data: { declarationNo, psnNo, kind, withdrawnOn: on } }]);
}

/** The place of insurance has told what it came to; told twice, it is kept once. */
export const recordReview = (review: DeclarationReviewed, declaration: Declaration): readonly DeclarationEvent[] =>
  declaration.review === null ? [{ type: 'DeclarationReviewed', data: review }] : [];
