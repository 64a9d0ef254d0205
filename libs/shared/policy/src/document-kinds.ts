/** 材料 Papers a filing may rest on (REG-03), with the name people know them by. */
export const DOCUMENT_KINDS = {
  'household-book': '居民户口簿',
  'residence-permit': '居住证',
  'posting-letter': '参保地工作单位派出证明',
  'employer-letter': '异地工作单位证明',
  'labour-contract': '异地工作劳动合同',
  'referral-certificate': '转诊转院证明',
  'emergency-certificate': '急诊诊断证明',
  'student-proof': '学籍或休学证明',
  'promise-letter': '个人承诺书',
  identity: '身份证明',
  other: '其他材料',
} as const;

export type DocumentKind = keyof typeof DOCUMENT_KINDS;
