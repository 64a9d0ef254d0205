import { reject, type Result } from '#kernel';

const NAMES = { begntime: '开始日期', endtime: '出院日期', dscgTime: '出院日期' } as const;

/**
 * What has not come yet has not happened: a filing, a table or a medical year that begins later would decide a visit of today
 * (REG-02, SET-12).
 */
export function refuseDayToCome(day: string, today: string, field: keyof typeof NAMES): Result<never> | null {
  if (day <= today) return null;
  return reject('visit.day-to-come', 'SET-12', `${NAMES[field]}(${field})${day}晚于今日${today}，请核对`, [field]);
}
