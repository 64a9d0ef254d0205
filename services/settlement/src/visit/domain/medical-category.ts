/** 医疗类别 of an injury (外伤住院, 意外伤害门诊), which wants its marks (SET-09). */
export const isInjuryCategory = (medType: string): boolean => medType.startsWith('22') || medType.startsWith('9903');

/** 医疗类别 急诊 (SET-07). */
export const isEmergencyCategory = (medType: string): boolean => medType.startsWith('13');
