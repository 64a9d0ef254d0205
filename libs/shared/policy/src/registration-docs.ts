/** 参数说明 What a writer of policy tables is told of a parameter. A test holds entries and schemas together. */
export type ParameterDoc = {
  /** Heading under which the parameter is listed. */
  readonly topic: string;
  /** In Chinese: the question the bulletin answers. */
  readonly meaning: string;
  readonly english: string;
  /** Rules of docs/reference/rule-list.md that the value decides. */
  readonly rules: readonly string[];
  /** A value as it is written in a file; the test reads it by the schema. */
  readonly example: string;
};

/** By name, or by a pattern with braces for several names of one form. */
export const REGISTRATION_DOCS: Readonly<Record<string, ParameterDoc>> = {
  'hospitals.{confirmBy,payBy}': {
    topic: '对账与拨付',
    meaning: '就医地：定点医药机构于次月几日前完成对账确认（confirmBy），确认的费用于次月几日前拨付（payBy）',
    english: 'Day of the next month by which hospitals confirm a month, and by which the place of care pays them',
    rules: ['REC-03'],
    example: "'20'",
  },
  counties: {
    topic: '对账与拨付',
    meaning:
      '参保地按县区核对、上解的：市级次月几日前生成汇总（figuresBy），县区几个工作日内核对（checkDays），再几个工作日内上解（remitDays）；不按县区的写 none',
    english: 'Where counties check and remit: day of the figures, working days to check them and to remit',
    rules: ['REC-04'],
    example: "{ figuresBy: '15', checkDays: '3', remitDays: '5' }",
  },
  'audit.heldFrom': {
    topic: '审核暂缓',
    meaning: '参保地：一次跨省住院的医疗总费用达到多少元（含）的，结算时审核暂缓，不进入清算；按结算日生效的取值',
    english:
      'Total of a stay from which the claim is held for review, by the table in force on the day of its settlement',
    rules: ['AUD-01', 'AUD-02'],
    example: "'30000.00'",
  },
  'audit.releaseUnasked': {
    topic: '审核暂缓',
    meaning:
      '参保地：截止日（次月20日）无人提出费用协查的审核暂缓是否自动放行；写 false 的，等待审核放行或协查办结，至多到两个月清算期限',
    english:
      'Whether the cut-off releases a hold nobody asked about; if not, it waits for a review, an investigation or the time limit',
    rules: ['AUD-02'],
    example: 'true',
  },
  handClaims: {
    topic: '手工报销',
    meaning:
      '参保地手工报销（零星报销）自材料收齐起一般几个工作日办结（workingDays），事先告知参保人的最长几个工作日（longestWorkingDays）；没有规定的写 none',
    english: 'Working days for a claim by hand from complete papers to payment, and at the most',
    rules: ['SET-17'],
    example: "{ workingDays: '10', longestWorkingDays: '20' }",
  },
  'documents.{retiree-resettled,long-term-resident,posted-worker,referred,emergency,other-temporary}': {
    topic: '材料与渠道',
    meaning: '各类备案的认定材料，任选其一；空表 [] 表示除身份证件外不要材料',
    english: 'Papers that prove each kind of filing, any one of them; an empty list asks for none',
    rules: ['REG-03'],
    example: '[residence-permit, household-book]',
  },
  'channels.{apply,cancel}': {
    topic: '材料与渠道',
    meaning: '申请、变更、延期（apply）与取消（cancel）可走的渠道；import 为整省迁移导入',
    english: 'Channels through which filings are applied for, changed and renewed, or cancelled',
    rules: ['REG-05'],
    example: '[window, phone, website]',
  },
  'decision.instantChannels': {
    topic: '材料与渠道',
    meaning: '当场办结、不进入待审核的渠道',
    english: 'Channels whose applications are decided on the spot; all others wait for the agency',
    rules: ['REG-05'],
    example: '[window, hospital, import]',
  },
  'longTerm.validity': {
    topic: '长期备案',
    meaning: '长期备案的有效期：indefinite 长期有效，documents 与认定材料同期',
    english: 'How long a long-term filing is valid: without end, or as long as its documents',
    rules: ['REG-06'],
    example: 'documents',
  },
  'longTerm.lock': {
    topic: '长期备案',
    meaning:
      '长期备案多少个月内不得变更（change）或取消（cancel）；waivedByDocuments 材料齐全的不受限；waivedFor 急诊（emergency）、住院（inpatient）除外',
    english: 'Months in which a long-term filing may not be changed or cancelled, and what lifts this; 0 is no lock',
    rules: ['REG-08'],
    example: '{ months: 3, forbids: [cancel], waivedByDocuments: false, waivedFor: [emergency, inpatient] }',
  },
  'temporary.months.{referred,emergency,other-temporary}': {
    topic: '临时备案',
    meaning: '临时备案有效几个月：异地转诊、异地急诊抢救、其他临时外出',
    english: 'Months a temporary filing is valid, by kind',
    rules: ['REG-07'],
    example: '12',
  },
  'temporary.cancelAnyTime': {
    topic: '临时备案',
    meaning: '临时备案是否可随时取消',
    english: 'Whether a temporary filing may be cancelled at any time',
    rules: ['REG-08'],
    example: 'true',
  },
  'promise.kinds': {
    topic: '承诺制备案',
    meaning: '哪些备案类别允许承诺制（容缺）办理',
    english: 'Kinds of filing that may be made on a signed promise',
    rules: ['REG-09'],
    example: '[retiree-resettled, long-term-resident, posted-worker]',
  },
  'promise.supplement': {
    topic: '承诺制备案',
    meaning: '承诺后补齐材料的期限：unlimited 未定期限，days 若干日，months 若干个月',
    english: 'How long the documents may be owed',
    rules: ['REG-09'],
    example: '{ kind: days, days: 15 }',
  },
  'promise.reminders': {
    topic: '承诺制备案',
    meaning: '欠材料期间的提醒：期限前几日各提醒一次（daysBefore）；没有期限的每隔几日一次（every）',
    english: 'Reminders while documents are owed: days before the last one, or every so many days where there is none',
    rules: ['REG-09'],
    example: '{ daysBefore: [7, 3, 1], every: 30 }',
  },
  'promise.validityDays': {
    topic: '承诺制备案',
    meaning: '承诺备案有效几日；none 与材料备案相同',
    english: 'Days a promise filing is valid; none where it is valid like any other',
    rules: ['REG-11'],
    example: '15',
  },
  'promise.sanction': {
    topic: '承诺制备案',
    meaning:
      '逾期未补齐怎么办：none 不处理；revoke 撤销，banForever 不再接受其承诺；lock 若干月内不得变更、取消，取消后若干月内不得再承诺；end-and-report 终止并推送信用平台',
    english: 'What follows when the promise is not kept',
    rules: ['REG-10'],
    example: '{ kind: lock, lockMonths: 6, banMonthsAfterCancel: 24 }',
  },
  'promise.letterKeptYears': {
    topic: '承诺制备案',
    meaning: '承诺书保存几年内不得销毁',
    english: 'Years the promise letter is kept',
    rules: ['REG-20'],
    example: '3',
  },
  'decision.workingDays': {
    topic: '受理与起始日',
    meaning: '线上备案几个工作日内办结',
    english: 'Working days in which an online filing is decided',
    rules: ['REG-05'],
    example: '1',
  },
  'start.earliest': {
    topic: '受理与起始日',
    meaning: '备案开始日期最早为：admission 入院当日（可补办），application 申请当日',
    english: 'Earliest first day: of admission, or of the application',
    rules: ['REG-12', 'REG-16'],
    example: 'admission',
  },
  'referral.besideLongTerm': {
    topic: '长期备案',
    meaning: '长期备案与异地转诊备案可否同时有效',
    english: 'Whether a referral may stand beside a long-term filing',
    rules: ['REG-14'],
    example: 'true',
  },
  'referral.issuerArea': {
    topic: '转诊',
    meaning: '可出具转诊证明的医疗机构的范围：city 本统筹区，province 本省（长期备案人员另可由居住地机构转诊）',
    english: 'Where a hospital must be whose referral counts, seen from the place of insurance',
    rules: ['REG-03', 'REG-14'],
    example: 'city',
  },
  'referral.issuerLevel': {
    topic: '转诊',
    meaning: '可出具转诊证明的医疗机构的最低级别',
    english: 'Lowest level of a hospital whose referral counts',
    rules: ['REG-03', 'REG-14'],
    example: "'3'",
  },
  'restore.beforeDischarge': {
    topic: '补办与恢复',
    meaning: '出院前备案被撤销的，可否重新备案恢复直接结算',
    english: 'Whether a filing revoked before discharge may be restored for the stay by a new one',
    rules: ['REG-13'],
    example: 'true',
  },
  'student.longTerm': {
    topic: '长期备案',
    meaning: '学生寒暑假、休学、异地分校期间是否比同异地长期居住人员',
    english: 'Whether students on vacation, sick leave or at a branch campus count as long-term residents',
    rules: ['REG-19'],
    example: 'true',
  },
  twoWay: {
    topic: '双向待遇',
    meaning:
      '长期备案人员可否回参保地就医（allowed）；承诺未补齐材料前回参保地，支付比例降低几个百分点（promisePoints）',
    english:
      'Whether a long-term filer may also use the place of insurance, and the points off while a promise is owed',
    rules: ['REG-17'],
    example: "{ allowed: true, promisePoints: '0.20' }",
  },
  'forms.notice': {
    topic: '表单',
    meaning:
      '登记备案表和个人承诺书的版式（layout：national 全国、henan 河南、huaian 淮安）与文字：notice 温馨提示，promiseNotice 备案告知书（没有的用 notice），undertaking 承诺事项，keptNote 保存说明',
    english: 'Layout of annexes 1 and 2 and the local text printed on them, paragraph by paragraph',
    rules: ['REG-22', 'REG-20'],
    example:
      '{ layout: national, notice: [备案后在备案地直接结算。], undertaking: [本人保证所述信息真实。], keptNote: 两年内不得销毁。 }',
  },
  'destination.provinceLevel': {
    topic: '备案地',
    meaning: '可整体备案到省级的清算单位（两位代码），其余须备案到地市；一般只由国家表规定',
    english: 'Units that are filed as a whole, by two-digit code; as a rule only in the national table',
    rules: ['REG-04'],
    example: "['11', '12', '31', '46', '50', '54', '66']",
  },
  transitions: {
    topic: '新旧衔接',
    meaning:
      '某日（filedBefore）前办理的备案如何衔接：keep-old-rules 至某日仍按原规定，cut-validity 有效期超过某日的调整至该日；没有的写空表 []',
    english: 'What becomes of filings made before the rules changed; an empty list where nothing is said',
    rules: ['REG-18'],
    example: '[{ appliesTo: promise, filedBefore: 2025-01-01, effect: cut-validity, until: 2025-07-31 }]',
  },
};
