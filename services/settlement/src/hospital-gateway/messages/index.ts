export { TOKEN_SECONDS, basicClient, bearerToken, sameText } from './bearer-token.js';
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
export { CITIZEN_CREDENTIAL } from './codes.js';
export type { ClearingType } from './codes.js';
export * from './claim-queries.js';
export * from './clearing-application.js';
export { credentialOfDocument } from './credential.js';
export type { Credential } from './credential.js';
export * from './day-results.js';
export { dictionaryOf } from './dictionary-query.js';
export type { DictionaryAnswer, DictionaryRequest } from './dictionary-query.js';
export type {
  ChronicDeclarationRequest,
  DeclarationAnswer,
  DesignationRequest,
  InjuryDeclarationRequest,
  ReferralRequest,
  WithdrawalRequest,
} from './declarations.js';
export type { Diagnosis } from './diagnoses.js';
export { openInput, parseEnvelope, readEnvelope } from './envelope.js';
export type { Envelope } from './envelope.js';
export type { InpatientLine, LineSplitAnswer, LineUpload, LinesAnswer, OutpatientLine } from './fee-lines.js';
export * from './identity.js';
export * from './files.js';
export * from './inpatient.js';
export { refuseSignature } from './input-signature.js';
export type { InputSignature } from './input-signature.js';
export { sm2PublicKey } from './sm2.js';
export { FileContent, RawJson, Referenced, canonicalJson, parseJson, renderJson } from './json.js';
export type { AnswerOutput, Json, JsonObject, Output, OutputObject } from './json.js';
export { MESSAGE_LIMITS } from './limits.js';
export { isEmergency } from './marks.js';
export type { CrossProvinceMarks } from './marks.js';
export { networkOf } from './network.js';
export * from './out-of-area-list.js';
export { ownNumber } from './own-number.js';
export * from './outpatient.js';
export * from './person-queries.js';
export type { BuyerAnswer, BuyerRequest, PurchaseRequest } from './pharmacy.js';
export * from './reference.js';
export * from './response.js';
export { openSm4, sealSm4 } from './sm4-text.js';
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
export { compareTotals } from './statement.js';
export type { StatementAnswer, StatementRequest } from './statement.js';
export * from './statement-details.js';
export * from './stay-changes.js';
export type { NoAnswer, Transaction, TransactionEffect, TransactionFamily } from './transaction.js';
export { queryDiagnoses, queryInHospital, queryVisits } from './visit-queries.js';
export type {
  DiagnosesAnswer,
  DiagnosesRequest,
  DiagnosisAnswer,
  InHospitalRequest,
  VisitAnswer,
  VisitsAnswer,
  VisitsRequest,
} from './visit-queries.js';
export { dateOf, instantOf, localTime, localTimeOf } from './values.js';
export type { LocalTime } from './values.js';
