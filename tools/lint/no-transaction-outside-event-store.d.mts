import type { Rule } from 'eslint';

export declare const noTransactionOutsideEventStore: Rule.RuleModule;
