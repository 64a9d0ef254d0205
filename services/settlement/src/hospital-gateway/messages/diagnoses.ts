import { optionalText, list, record, text } from './fields.js';
import type { Read, Reader } from './fields.js';
import { MESSAGE_LIMITS } from './limits.js';
import { countIfGiven, dateTimeIfGiven, flagIfGiven } from './values.js';

const diagnosis = record({
  /** 诊断类别; its values differ between provinces and are kept as sent. */
  kind: optionalText('诊断类别', 'diag_type', 3),
  /** 诊断排序号. */
  order: countIfGiven('诊断排序号', 'diag_srt_no'),
  /** 诊断代码, insurance edition of ICD-10. */
  code: text('诊断代码', 'diag_code', 30),
  name: optionalText('诊断名称', 'diag_name', 300),
  main: flagIfGiven('主诊断标志', 'maindiag_flag'),
  department: optionalText('诊断科室', 'diag_dept', 100),
  doctorCode: optionalText('诊断医生编码', 'dise_dor_no', 30),
  doctorName: optionalText('诊断医生姓名', 'dise_dor_name', 50),
  diagnosedAt: dateTimeIfGiven('诊断时间', 'diag_time'),
  /** 有效标志: false withdraws a diagnosis sent before. */
  valid: flagIfGiven('有效标志', 'vali_flag'),
});

/** 诊断 Diagnosis of a visit. */
export type Diagnosis = Read<typeof diagnosis>;

/** The `diseinfo` rows beside the visit node; none is allowed, since older clients send them later. */
export const diagnoses: Reader<readonly Diagnosis[]> = list(
  '诊断信息',
  'diseinfo',
  diagnosis,
  MESSAGE_LIMITS.diagnosesPerCall,
);
