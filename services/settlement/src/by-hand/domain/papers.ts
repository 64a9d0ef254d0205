import type { VisitKind } from '#contracts';

/** 手工报销材料 and their names. */
export const PAPERS = {
  invoice: '发票',
  'fee-list': '费用清单',
  diagnosis: '诊断证明',
  prescription: '处方',
  'death-certificate': '死亡医学证明',
} as const;
export type Paper = keyof typeof PAPERS;

/** What papers depend on: a stay, an emergency (急诊) or an ordinary outpatient; a death (SET-08). */
export interface Treated {
  readonly visitKind: VisitKind;
  readonly emergency: boolean;
  readonly died?: boolean;
}

/** The papers of a claim by hand (SET-17; HA art. 18), and no others: an agency may not ask for more. */
export function papersFor({ visitKind, emergency, died = false }: Treated): readonly Paper[] {
  const cause = visitKind === 'inpatient' || emergency ? 'diagnosis' : 'prescription';
  return ['invoice', 'fee-list', cause, ...(died ? (['death-certificate'] as const) : [])];
}

export const namesOf = (papers: readonly Paper[]): string => papers.map((paper) => PAPERS[paper]).join('、');
