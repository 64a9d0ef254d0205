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
> & { readonly idNumberHash: string | null };

/** Fields that are missing or differ from the settled claim, by name; `identityHash` is that of the citizen number asked about. */
export function wrongFields(request: InvestigationRequest, claim: Recorded, identityHash: string): readonly string[] {
  const same = ['institutionCode', 'inpatientNumber', 'invoiceNumber', 'admittedOn', 'dischargedOn'] as const;
  const different = same.filter((name) => request[name] !== claim[name]);
  const total = Money.parse(request.total, 'total');
  const amount = total.ok && total.value.eq(Money.of(claim.total)) ? [] : ['total'];
  const person = isOther(claim.idNumberHash, identityHash) ? ['idNumber'] : [];
  return [...new Set([...wrongIdentity(request), ...person, ...different, ...amount])];
}

const keyOf = (hash: string): string | undefined => hash.split(':')[1];

/** Hashes of one search key can be compared; one of an earlier key says nothing of the person. */
const isOther = (told: string | null, asked: string): boolean =>
  told !== null && keyOf(told) === keyOf(asked) && told !== asked;

function wrongIdentity({ name, idNumber, sex }: InvestigationRequest): readonly string[] {
  const checked = checkCitizenId(idNumber, 'idNumber');
  const wrong = name.trim() === '' ? ['name'] : [];
  if (!checked.ok) return [...wrong, 'idNumber'];
  return checked.value.sex === sex ? wrong : [...wrong, 'sex'];
}
