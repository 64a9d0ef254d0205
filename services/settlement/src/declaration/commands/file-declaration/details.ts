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
    case 'referral': {
      const { diagnosisCode, receivingInstitution, receivingRegion, referredOn, ...rest } = filing.call.request;
      const { reasonCode = null, formerVisitId = null, beginsOn = null, endsOn = null } = rest;
      const hospital = { receivingInstitution, receivingRegion };
      const details = { diagnosisCode, ...hospital, referredOn, reasonCode, formerVisitId, beginsOn, endsOn };
      return { kind: 'referral', details };
    }
    case 'chronic': {
      const { insuranceType, diseaseCode, certifyingInstitution, certifiedOn, ...rest } = filing.call.request;
      const { doctorCode, beginsOn, endsOn = null } = rest;
      const certificate = { certifyingInstitution, certifiedOn, doctorCode };
      return { kind: 'chronic', details: { insuranceType, diseaseCode, ...certificate, beginsOn, endsOn } };
    }
    case 'designated-institution': {
      const { businessType, order, chosenInstitution, beginsOn, endsOn = null } = filing.call.request;
      return { kind: 'designated-institution', details: { businessType, order, chosenInstitution, beginsOn, endsOn } };
    }
    case 'injury': {
      const { source, reviewedForPayment, careInstitution = null, careRegion = null, ...rest } = filing.call.request;
      const { admittedOn = null, injuredOn = null, beginsOn, endsOn = null } = rest;
      const care = { careInstitution, careRegion, admittedOn, injuredOn };
      return { kind: 'injury', details: { source, reviewedForPayment, ...care, beginsOn, endsOn } };
    }
    default:
      return filing satisfies never;
  }
}
