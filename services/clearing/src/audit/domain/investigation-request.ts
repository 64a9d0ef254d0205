import { checkCitizenId, Money } from '#kernel';

/** 费用协查申请 as the place of insurance fills it in (AUD-03). Name and number are checked and not kept in clear. */
export interface InvestigationRequest {
  readonly name: string;
  readonly idNumber: string;
  readonly sex: '1' | '2';
  readonly institutionCode: string;
  readonly inpatientNumber: string | null;
  readonly invoiceNumber: string | null;
  readonly admittedOn: string | null;
  readonly dischargedOn: string | null;
  /** Yuan as text. */
  readonly total: string;
}

type Recorded = Pick<
  InvestigationRequest,
  'institutionCode' | 'inpatientNumber' | 'invoiceNumber' | 'admittedOn' | 'dischargedOn' | 'total'
>;

/** The number as it is hashed: in its 18-place form, however it was written; as it came where it is none, which `wrongFields` says. */
export function citizenNumberOf({ idNumber }: Pick<InvestigationRequest, 'idNumber'>): string {
  const checked = checkCitizenId(idNumber, 'idNumber');
  return checked.ok ? checked.value.canonical : idNumber;
}

/** Fields that are missing or differ from the settled claim, by name; `otherPerson`: the citizen number is not that of the claim. */
export function wrongFields(request: InvestigationRequest, claim: Recorded, otherPerson: boolean): readonly string[] {
  const same = ['institutionCode', 'inpatientNumber', 'invoiceNumber', 'admittedOn', 'dischargedOn'] as const;
  const different = same.filter((name) => request[name] !== claim[name]);
  const total = Money.parse(request.total, 'total');
  const amount = total.ok && total.value.eq(Money.of(claim.total)) ? [] : ['total'];
  const person = otherPerson ? ['idNumber'] : [];
  return [...new Set([...wrongIdentity(request), ...person, ...different, ...amount])];
}

function wrongIdentity({ name, idNumber, sex }: InvestigationRequest): readonly string[] {
  const checked = checkCitizenId(idNumber, 'idNumber');
  const wrong = name.trim() === '' ? ['name'] : [];
  if (!checked.ok) return [...wrong, 'idNumber'];
  return checked.value.sex === sex ? wrong : [...wrong, 'sex'];
}
