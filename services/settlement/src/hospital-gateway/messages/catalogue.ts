import { ok, reject } from '#kernel';
import type { Result } from '#kernel';
import { REVERSIBLE } from './codes.js';
import {
  declareChronic,
  declareDesignation,
  declareInjury,
  declareReferral,
  declareReferralAfterVisit,
  withdrawChronic,
  withdrawDesignation,
  withdrawReferral,
} from './declarations.js';
import { queryChronicLines, queryClaim, queryLines, querySteps } from './claim-queries.js';
import { applyForClearing, withdrawClearing } from './clearing-application.js';
import { queryDayResults, queryFailedReconciliations } from './day-results.js';
import { queryDictionary } from './dictionary-query.js';
import type { Envelope } from './envelope.js';
import { downloadFile, uploadFile } from './files.js';
import { identifyPerson, readCard, signIn, signOut } from './identity.js';
import {
  admit,
  cancelDischarge,
  discharge,
  refundInpatient,
  settleInpatient,
  tryInpatientSettlement,
  uploadInpatientLines,
  withdrawInpatientLines,
} from './inpatient.js';
import { withLowerCase } from './json.js';
import type { AnswerOutput, JsonObject } from './json.js';
import { confirmOutOfArea, listOutOfArea, rollBackOutOfArea } from './out-of-area-list.js';
import {
  cancelRegistration,
  recordOutpatientVisit,
  refundOutpatient,
  registerOutpatient,
  settleOutpatient,
  tryOutpatientSettlement,
  uploadOutpatientLines,
  withdrawOutpatientLines,
} from './outpatient.js';
import { checkEntitlement, queryChronic, queryDesignations, queryReferrals, queryYear } from './person-queries.js';
import { identifyBuyer, refundPurchase, settlePurchase, tryPurchase } from './pharmacy.js';
import { queryCatalogue, queryCeilings, queryInstitution, querySelfPay } from './reference.js';
import { reverseInDoubt } from './reversal.js';
import { compareTotals } from './statement.js';
import { compareDetails } from './statement-details.js';
import { amendAdmission, cancelAdmission, queryAttributes, remarkLine, uploadAttribute } from './stay-changes.js';
import type { Transaction, TransactionEffect, TransactionFamily } from './transaction.js';
import { whyUnserved } from './unserved.js';
import { queryDiagnoses, queryInHospital, queryVisits } from './visit-queries.js';

/** Every transaction served, by infno. The A forms are the same transactions under another number. */
export const TRANSACTIONS = {
  '9001': signIn,
  '9002': signOut,
  '1101': identifyPerson,
  '1160': identifyPerson,
  '1161': readCard,
  '1201': queryInstitution,
  '1312': queryCatalogue,
  '1318': queryCeilings,
  '1319': querySelfPay,
  '1901': queryDictionary,
  '2001': checkEntitlement,
  '2101': tryPurchase,
  '2102': settlePurchase,
  '2103': refundPurchase,
  '2161': identifyBuyer,
  '2201': registerOutpatient,
  '2202': cancelRegistration,
  '2203': recordOutpatientVisit,
  '2203A': recordOutpatientVisit,
  '2204': uploadOutpatientLines,
  '2205': withdrawOutpatientLines,
  '2206': tryOutpatientSettlement,
  '2206A': tryOutpatientSettlement,
  '2207': settleOutpatient,
  '2207A': settleOutpatient,
  '2208': refundOutpatient,
  '2301': uploadInpatientLines,
  '2302': withdrawInpatientLines,
  '2306': remarkLine,
  '2303': tryInpatientSettlement,
  '2304': settleInpatient,
  '2305': refundInpatient,
  '2401': admit,
  '2402': discharge,
  '2403': amendAdmission,
  '2404': cancelAdmission,
  '2405': cancelDischarge,
  '2406': uploadAttribute,
  '2407': queryAttributes,
  '2501': declareReferral,
  '2501A': declareReferralAfterVisit,
  '2502': withdrawReferral,
  '2503': declareChronic,
  '2504': withdrawChronic,
  '2505': declareDesignation,
  '2506': withdrawDesignation,
  '2507': declareInjury,
  '2601': reverseInDoubt,
  '3201': compareTotals,
  '3202': compareDetails,
  '3203': applyForClearing,
  '3203A': applyForClearing,
  '3204': withdrawClearing,
  '3204A': withdrawClearing,
  '3209A': queryFailedReconciliations,
  '3260': listOutOfArea,
  '3261': confirmOutOfArea,
  '3262': rollBackOutOfArea,
  '13203': queryDayResults,
  '5201': queryVisits,
  '5202': queryDiagnoses,
  '5203': queryClaim,
  '5204': queryLines,
  '5205': queryChronicLines,
  '5206': queryYear,
  '5301': queryChronic,
  '5302': queryDesignations,
  '5303': queryInHospital,
  '5304': queryReferrals,
  '100001': querySteps,
  '9101': uploadFile,
  '9102': downloadFile,
} as const;

export type TransactionNumber = keyof typeof TRANSACTIONS;
/** The typed request of a transaction. */
export type RequestOf<N extends TransactionNumber> =
  (typeof TRANSACTIONS)[N] extends Transaction<infer Request, never> ? Request : never;
/** The typed answer of a transaction. */
export type AnswerOf<N extends TransactionNumber> =
  (typeof TRANSACTIONS)[N] extends Transaction<unknown, infer Answer> ? Answer : never;

/** A parsed call: `switch (call.transaction)` gives `call.request` its type. */
export type HospitalCall = {
  [N in TransactionNumber]: { readonly transaction: N; readonly request: RequestOf<N>; readonly envelope: Envelope };
}[TransactionNumber];

/** One handler per transaction: what the gateway has to supply on top of the messages. */
export type TransactionHandlers<Context> = {
  readonly [N in TransactionNumber]: (request: RequestOf<N>, context: Context) => Promise<Result<AnswerOf<N>>>;
};

/** What the catalogue knows of a number without its types. */
export interface TransactionInfo {
  readonly transaction: TransactionNumber;
  readonly name: string;
  readonly family: TransactionFamily;
  readonly effect: TransactionEffect;
  /** Writes a claim (2207, 2304). */
  readonly settles: boolean;
  /** May be ended by 2601 (SET-15). */
  readonly reversible: boolean;
}

export const isServed = (transaction: string): transaction is TransactionNumber =>
  Object.hasOwn(TRANSACTIONS, transaction);

const unsupported = (transaction: string): Result<never> => {
  // Only a well-formed number is repeated to the hospital; anything else may be a misplaced personal fact.
  const shown = /^\d{4,6}[A-Z]?$/.test(transaction) ? transaction : '';
  const why = whyUnserved(shown);
  const message = `交易编号(infno)${shown}不支持${why === null ? '' : `：${why}`}`;
  return reject('transaction.unsupported', 'FORMAT', message, ['infno']);
};

/** Describes a number; refused when it is not served. */
export const transactionInfo = (transaction: string): Result<TransactionInfo> => {
  if (!isServed(transaction)) return unsupported(transaction);
  const { name, family, effect } = TRANSACTIONS[transaction];
  const reversible = REVERSIBLE.includes(transaction);
  return ok({ transaction, name, family, effect, settles: effect === 'settle', reversible });
};

/** All numbers served, for documentation and the simulator. */
export const allTransactions = (): readonly TransactionInfo[] =>
  (Object.keys(TRANSACTIONS) as TransactionNumber[]).map((transaction) => {
    const { name, family, effect } = TRANSACTIONS[transaction];
    const reversible = REVERSIBLE.includes(transaction);
    return { transaction, name, family, effect, settles: effect === 'settle', reversible };
  });

/** Reads the payload of an envelope as its transaction demands, at last without regard to letter case. Never throws. */
export const parseCall = (envelope: Envelope): Result<HospitalCall> => {
  const { transaction, input } = envelope;
  if (!isServed(transaction)) return unsupported(transaction);
  const parse: (input: JsonObject) => Result<unknown> = TRANSACTIONS[transaction].parse;
  const asSent = parse(input);
  const inLowerCase = asSent.ok ? asSent : parse(withLowerCase(input) as JsonObject);
  const request = inLowerCase.ok ? inLowerCase : asSent;
  // The table guarantees that number and request belong together; the compiler cannot follow a union through a lookup.
  return request.ok ? ok({ transaction, request: request.value, envelope } as HospitalCall) : request;
};

/** Writes the output of a transaction from its answer. */
export const renderAnswer = <N extends TransactionNumber>(transaction: N, answer: AnswerOf<N>): AnswerOutput => {
  const { render } = TRANSACTIONS[transaction] as unknown as Transaction<RequestOf<N>, AnswerOf<N>>;
  return render(answer);
};

/** Hands a call to its handler and writes the answer's output. */
export const answerCall = async <Context>(
  call: HospitalCall,
  handlers: TransactionHandlers<Context>,
  context: Context,
): Promise<Result<AnswerOutput>> => {
  const handle = handlers[call.transaction] as (request: unknown, context: Context) => Promise<Result<never>>;
  const answer = await handle(call.request, context);
  return answer.ok ? ok(renderAnswer(call.transaction, answer.value)) : answer;
};
