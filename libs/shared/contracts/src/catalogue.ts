import type { z } from 'zod';
import * as clearing from './clearing.js';
import * as declaration from './declaration.js';
import * as examples from './examples.js';
import * as prepayment from './prepayment.js';
import * as registration from './registration.js';
import * as settlement from './settlement.js';

export type ServiceName = 'registration' | 'settlement' | 'clearing' | 'prepayment';
export const SERVICES: readonly ServiceName[] = ['registration', 'settlement', 'clearing', 'prepayment'];

/** The topic every service publishes its integration events on. */
export const topicOf = (service: ServiceName): string => `kuasheng.${service}.v1`;
export const deadLetterTopicOf = (consumer: string): string => `kuasheng.dead-letter.${consumer}`;

interface Contract<T> {
  readonly type: string;
  readonly topic: string;
  /** One sentence for the reader of the catalogue. */
  readonly summary: string;
  readonly schema: z.ZodType<T>;
  readonly example: T;
}

function contract<T>(service: ServiceName, name: string, shape: Omit<Contract<T>, 'type' | 'topic'>): Contract<T> {
  return { type: `${service}.${name}.v1`, topic: topicOf(service), ...shape };
}

/** Every integration event that crosses a service border: name, version, schema and an example that fits it. */
export const CONTRACTS = {
  personEnrolled: contract('registration', 'person-enrolled', {
    summary: '参保人登记或变更：参保地、险种、状态、个人账户',
    schema: registration.personEnrolled,
    example: examples.PERSON_ENROLLED,
  }),
  familyAccountShared: contract('registration', 'family-account-shared', {
    summary: '个人账户家庭共济登记：账户人、使用人、起止日期 (SET-20)',
    schema: registration.familyAccountShared,
    example: examples.FAMILY_ACCOUNT_SHARED,
  }),
  familyAccountEnded: contract('registration', 'family-account-ended', {
    summary: '个人账户家庭共济解除 (SET-20)',
    schema: registration.familyAccountEnded,
    example: examples.FAMILY_ACCOUNT_ENDED,
  }),
  filingApproved: contract('registration', 'filing-approved', {
    summary: '异地就医备案成功 (REG-01)',
    schema: registration.filingApproved,
    example: examples.FILING_APPROVED,
  }),
  filingChanged: contract('registration', 'filing-changed', {
    summary: '备案变更：补齐材料、续期或过渡规定改变期限 (REG-11, REG-15, REG-18)',
    schema: registration.filingChanged,
    example: examples.FILING_CHANGED,
  }),
  filingEnded: contract('registration', 'filing-ended', {
    summary: '备案终止：取消、被替代、到期或撤销；替代它的备案未生效的，撤回终止 (REG-14)',
    schema: registration.filingEnded,
    example: examples.FILING_ENDED,
  }),
  declarationReviewed: contract('registration', 'declaration-reviewed', {
    summary: '参保地对医药机构待遇申报的审核结果 (REG-05)',
    schema: declaration.declarationReviewed,
    example: examples.DECLARATION_REVIEWED,
  }),
  declarationFiled: contract('settlement', 'declaration-filed', {
    summary: '医药机构待遇申报：转院、慢特病、定点、意外伤害 (REG-05)',
    schema: declaration.declarationFiled,
    example: examples.DECLARATION_FILED,
  }),
  declarationWithdrawn: contract('settlement', 'declaration-withdrawn', {
    summary: '医药机构在审核前撤销待遇申报 (REG-05)',
    schema: declaration.declarationWithdrawn,
    example: examples.DECLARATION_WITHDRAWN,
  }),
  stayRegistered: contract('settlement', 'stay-registered', {
    summary: '入院，或带急诊标志的门诊就诊 (REG-02, REG-13)',
    schema: settlement.stayRegistered,
    example: examples.STAY_REGISTERED,
  }),
  stayEnded: contract('settlement', 'stay-ended', {
    summary: '就诊已结算或撤销 (REG-12)',
    schema: settlement.stayEnded,
    example: examples.STAY_ENDED,
  }),
  claimSettled: contract('settlement', 'claim-settled', {
    summary: '一笔费用已直接结算 (SET-04)',
    schema: settlement.claim,
    example: examples.CLAIM_SETTLED,
  }),
  claimRefunded: contract('settlement', 'claim-refunded', {
    summary: '退费：指向原结算的负数结算 (SET-13)',
    schema: settlement.claim,
    example: examples.CLAIM_SETTLED,
  }),
  claimsConfirmed: contract('settlement', 'claims-confirmed', {
    summary: '医药机构与就医地对账平，费用可进入清算 (REC-03)',
    schema: settlement.claimsConfirmed,
    example: examples.CLAIMS_CONFIRMED,
  }),
  differenceFound: contract('settlement', 'difference-found', {
    summary: '三方对账发现差异 (REC-01)',
    schema: settlement.differenceFound,
    example: examples.DIFFERENCE_FOUND,
  }),
  differenceClosed: contract('settlement', 'difference-closed', {
    summary: '对账差异已注明原因并关闭 (REC-01)',
    schema: settlement.differenceClosed,
    example: examples.DIFFERENCE_CLOSED,
  }),
  tableGenerated: contract('clearing', 'table-generated', {
    summary: '全国清算表已生成，附件14 (CLR-03)',
    schema: clearing.tableGenerated,
    example: examples.TABLE_GENERATED,
  }),
  noticesPublished: contract('clearing', 'notices-published', {
    summary: '付款、收款通知书已发布，附件15、16 (CLR-05)',
    schema: clearing.noticesPublished,
    example: examples.NOTICES_PUBLISHED,
  }),
  warningRaised: contract('prepayment', 'warning-raised', {
    summary: '预付金使用率黄色或红色预警 (PRE-05)',
    schema: prepayment.warningRaised,
    example: examples.WARNING_RAISED,
  }),
  specialAccountMoved: contract('prepayment', 'special-account-moved', {
    summary: '预付金收付、利息已按银行回单反馈，记入财政专户 (PRE-07, CLR-13)',
    schema: prepayment.specialAccountMoved,
    example: examples.SPECIAL_ACCOUNT_MOVED,
  }),
  specialAccountWithdrawn: contract('prepayment', 'special-account-withdrawn', {
    summary: '误报的预付金收付已撤回，财政专户红字冲回 (PRE-07, PRE-08)',
    schema: prepayment.specialAccountWithdrawn,
    example: {
      ...examples.SPECIAL_ACCOUNT_MOVED,
      ...{ reason: '误报了另一笔付款的回单', withdrawnOn: '2022-02-28' },
    },
  }),
} as const;

export const CATALOGUE: readonly Contract<unknown>[] = Object.values(CONTRACTS) as readonly Contract<unknown>[];
