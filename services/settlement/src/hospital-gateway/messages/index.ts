export * from './body-text.js';
export {
  TRANSACTIONS,
  allTransactions,
  answerCall,
  isServed,
  parseCall,
  renderAnswer,
  transactionInfo,
} from './catalogue.js';
export type {
  AnswerOf,
  HospitalCall,
  RequestOf,
  TransactionHandlers,
  TransactionInfo,
  TransactionNumber,
} from './catalogue.js';
export {
  HOSPITAL_SHARE,
  REVERSIBLE,
  baseTransaction,
  clearingAgencyOf,
  clearingTypeOf,
  fundNameOf,
  visitKindOf,
} from './codes.js';
export type { ClearingType } from './codes.js';
export type { Credential } from './credential.js';
export type {
  ChronicDeclarationRequest,
  DeclarationAnswer,
  DesignationRequest,
  InjuryDeclarationRequest,
  ReferralRequest,
  WithdrawalRequest,
} from './declarations.js';
export type { Diagnosis } from './diagnoses.js';
export { parseEnvelope, readEnvelope } from './envelope.js';
export type { Envelope } from './envelope.js';
export type { InpatientLine, LineSplitAnswer, LineUpload, LinesAnswer, OutpatientLine } from './fee-lines.js';
export * from './identity.js';
export * from './inpatient.js';
export { RawJson, canonicalJson, parseJson, renderJson } from './json.js';
export type { Json, JsonObject, Output, OutputObject } from './json.js';
export { MESSAGE_LIMITS } from './limits.js';
export { isEmergency } from './marks.js';
export type { CrossProvinceMarks } from './marks.js';
export * from './outpatient.js';
export * from './response.js';
export * from './reversal.js';
export { negatedAmounts } from './settlement-answer.js';
export type { FundShare, SettlementAnswer } from './settlement-answer.js';
export type {
  AccountUse,
  InpatientSettlementRequest,
  OutpatientSettlementRequest,
  RefundRequest,
  ScopeSplit,
} from './settlement-request.js';
export * from './signature.js';
export * from './statement.js';
export type { NoAnswer, Transaction, TransactionEffect, TransactionFamily } from './transaction.js';
export { dateOf, instantOf, localTime, localTimeOf } from './values.js';
export type { LocalTime } from './values.js';
