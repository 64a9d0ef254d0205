import type { DeclarationFiled } from '#contracts';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import type {
  ChronicDeclarationRequest,
  DesignationRequest,
  InjuryDeclarationRequest,
  ReferralRequest,
} from '../../../hospital-gateway/messages/index.js';

/** A declaration as the interface brings it, by what is declared. */
export type Filing =
  | { readonly kind: 'referral'; readonly call: CheckedCall<ReferralRequest> }
  | { readonly kind: 'chronic'; readonly call: CheckedCall<ChronicDeclarationRequest> }
  | { readonly kind: 'designated-institution'; readonly call: CheckedCall<DesignationRequest> }
  | { readonly kind: 'injury'; readonly call: CheckedCall<InjuryDeclarationRequest> };

type Details = {
  [K in DeclarationFiled['kind']]: Pick<Extract<DeclarationFiled, { kind: K }>, 'kind' | 'details'>;
}[DeclarationFiled['kind']];

/** The facts that are kept, in the words of the contract. */
export function detailsOf(filing: Filing): Details {
  switch (filing.kind) {
    case 'referral':
      return referralOf(filing.call.request);
    case 'chronic':
      return chronicOf(filing.call.request);
    case 'designated-institution':
      return designationOf(filing.call.request);
    case 'injury':
      return injuryOf(filing.call.request);
    default:
      return filing satisfies never;
  }
}

function referralOf({ personNo: _personNo, ...request }: ReferralRequest): Details {
  const { reasonCode = null, formerVisitId = null, beginsOn = null, endsOn = null, ...rest } = request;
  return { kind: 'referral', details: { ...rest, reasonCode, formerVisitId, beginsOn, endsOn } };
}

function chronicOf({ personNo: _personNo, endsOn, ...rest }: ChronicDeclarationRequest): Details {
  return { kind: 'chronic', details: { ...rest, endsOn: endsOn ?? null } };
}

function designationOf({ personNo: _personNo, endsOn, ...rest }: DesignationRequest): Details {
  return { kind: 'designated-institution', details: { ...rest, endsOn: endsOn ?? null } };
}

/** The document names the person and stays outside (SEC-02). */
function injuryOf(request: InjuryDeclarationRequest): Details {
  const { source, reviewedForPayment, careInstitution = null, careRegion = null, beginsOn } = request;
  const { admittedOn = null, injuredOn = null, endsOn = null } = request;
  const care = { careInstitution, careRegion, admittedOn, injuredOn };
  return { kind: 'injury', details: { source, reviewedForPayment, ...care, beginsOn, endsOn } };
}
