/** One published year of 法定节假日 (statutory holidays) and 调休 (make-up working days); days are `MM-DD`. */
export type CalendarYear = {
  readonly year: number;
  /** Title and address of the notice of 国务院办公厅 that fixes the year. */
  readonly notice: string;
  readonly url: string;
  /** Inclusive spans of days off. */
  readonly off: readonly (readonly [from: string, to: string])[];
  /** Saturdays and Sundays that are worked. */
  readonly madeUp: readonly string[];
};

/** Published years only. Extend each November from the notice; never estimate a year. */
export const CALENDAR_YEARS: readonly CalendarYear[] = [
  {
    year: 2025,
    notice: '国务院办公厅关于2025年部分节假日安排的通知（2024-11-12）',
    url: 'https://www.gov.cn/zhengce/content/202411/content_6986382.htm',
    off: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    madeUp: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  {
    year: 2026,
    notice: '国务院办公厅关于2026年部分节假日安排的通知（2025-11-04）',
    url: 'https://www.gov.cn/zhengce/zhengceku/202511/content_7047091.htm',
    off: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    madeUp: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
];
