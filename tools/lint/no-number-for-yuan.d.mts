import type { Rule } from 'eslint';

export declare const noNumberForYuan: Rule.RuleModule;
