import { describe, expect, it } from '@jest/globals';
import type { Result } from '#kernel';
import { TRANSACTIONS, parseJson, renderAnswer } from './index.js';
import type { JsonObject, TransactionNumber } from './index.js';

type Node = Record<string, unknown>;

/** Field tables of 4.7; no captured message of these transactions is known. */
const REFERRAL: Node = {
  ...{ psn_no: 'P1', insutype: '310', tel: '13800138000', addr: '梁溪区某路1号', insu_optins: '320200' },
  ...{ diag_code: 'C34.900', diag_name: '肺恶性肿瘤', dise_cond_dscr: '', reflin_medins_no: 'H31011500001' },
  ...{ reflin_medins_name: '测试医院', mdtrtarea_admdvs: '310115', hosp_agre_refl_flag: '1', refl_type: '3' },
  ...{ refl_date: '2025-08-01', refl_rea: '1', refl_opnn: '同意转院', begndate: '2025-08-01', enddate: '' },
};
const CHRONIC: Node = {
  ...{ psn_no: 'P1', insutype: '310', opsp_dise_code: 'M03900', opsp_dise_name: '高血压', insu_optins: '320200' },
  ...{ ide_fixmedins_no: 'H31011500001', ide_fixmedins_name: '测试医院', hosp_ide_date: '2025-08-01 00:00:00' },
  ...{ diag_dr_codg: 'D310115000001', diag_dr_name: '李医生', begndate: '2025-08-01', enddate: '2026-07-31' },
};
const DESIGNATION: Node = {
  ...{ psn_no: 'P1', biz_appy_type: 1, begndate: '2025-08-01', fix_srt_no: 1, fixmedins_code: 'H31011500001' },
  ...{ agnter_name: '王代办', agnter_certno: '110101199001010015', agnter_tel: '13900139000' },
};
const INJURY: Node = {
  ...{ dcla_souc: '02', psn_no: 'P1', psn_cert_type: '01', certno: '11010519491231002X', psn_name: '王小明' },
  ...{ insu_admdvs: '320200', adm_time: '2025-08-01', trum_time: '2025-08-01', trum_site: '工地', trum_rea: '跌倒' },
  ...{ chk_pay_flag: '0', begndate: '2025-08-01' },
};

const parse = (transaction: TransactionNumber, input: Node): Result<unknown> => {
  const json = parseJson(JSON.stringify(input), 'input');
  return json.ok ? TRANSACTIONS[transaction].parse(json.value as JsonObject) : json;
};
const outcome = (transaction: TransactionNumber, input: Node): string => {
  const result = parse(transaction, input);
  return result.ok ? 'accepted' : `${result.rejection.rule} ${result.rejection.message}`;
};
const referral = (changes: Node = {}, transaction: TransactionNumber = '2501'): string =>
  outcome(transaction, { refmedin: { ...REFERRAL, ...changes } });

describe('2501 转院备案', () => {
  it('REG-03: reads the referral and leaves telephone, address and words of the message behind (SEC-02)', () => {
    const read = parse('2501', { refmedin: REFERRAL });
    expect(read).toEqual({
      ok: true,
      value: {
        ...{
          personNo: 'P1',
          diagnosisCode: 'C34.900',
          receivingInstitution: 'H31011500001',
          receivingRegion: '310115',
        },
        ...{ referredOn: '2025-08-01', beginsOn: '2025-08-01', endsOn: undefined, formerVisitId: undefined },
        reasonCode: '1',
      },
    });
    const worded = parse('2501', { refmedin: { ...REFERRAL, refl_rea: '王小明病情需要' } });
    expect(worded).toMatchObject({ ok: true, value: { reasonCode: undefined } });
  });

  it('REG-04: takes a transfer out of the province only', () => {
    expect(referral({ refl_type: 3 })).toBe('accepted');
    for (const type of ['1', '2']) expect(referral({ refl_type: type })).toMatch(/^REG-04 只受理转往外省/);
    expect(referral({ refl_type: '4' })).toBe('FORMAT 转院类型(refl_type)代码不在规定范围内');
  });

  it('REG-03: refuses a referral the hospital does not agree to, and one that ends before it begins or was made', () => {
    expect(referral({ hosp_agre_refl_flag: '0' })).toMatch(/^REG-03 医院未同意转院/);
    expect(referral({ hosp_agre_refl_flag: '' })).toBe('accepted');
    expect(referral({ enddate: '2025-08-01' })).toBe('accepted');
    expect(referral({ begndate: '', enddate: '2025-07-31' })).toMatch(/^FORMAT 结束日期\(enddate\)不能早于转院日期/);
    expect(referral({ begndate: '9999-12-31' })).toMatch(/^FORMAT 开始日期\(begndate\)过晚/);
    expect(referral({ begndate: '2025-08-03', enddate: '2025-08-02' })).toMatch(
      /^FORMAT 结束日期\(enddate\)不能早于开始/,
    );
  });

  const required = ['psn_no', 'diag_code', 'reflin_medins_no', 'mdtrtarea_admdvs', 'refl_type', 'refl_date'];
  it.each([...required, 'refl_rea', 'refl_opnn'])('REG-03: %s must not be empty, null or the text null', (name) => {
    for (const empty of ['', null, 'null']) expect(referral({ [name]: empty })).toMatch(`(${name})不能为空`);
  });

  it('SEC-02: a code is a code; a name in its place is refused and not repeated', () => {
    expect(referral({ diag_code: '王小明' })).toBe('FORMAT 诊断代码(diag_code)应为代码');
    expect(outcome('2503', { data: { ...CHRONIC, diag_dr_codg: '李医生' } })).toBe(
      'FORMAT 诊断医师编码(diag_dr_codg)应为代码',
    );
  });

  it('REG-03: 2501A names the visit before the transfer', () => {
    expect(referral({}, '2501A')).toBe('FORMAT 转院前就诊id(refl_old_mdtrt_id)不能为空');
    expect(referral({ refl_old_mdtrt_id: '300179916' }, '2501A')).toBe('accepted');
  });
});

describe('2503, 2505, 2507', () => {
  it('REG-05: read under data or directly in input, numbers as texts or numbers', () => {
    expect(parse('2503', { data: CHRONIC })).toMatchObject({ ok: true, value: { certifiedOn: '2025-08-01' } });
    expect(parse('2505', DESIGNATION)).toMatchObject({ ok: true, value: { businessType: '1', order: '1' } });
    expect(parse('2507', { data: INJURY })).toMatchObject({
      ok: true,
      value: { source: '02', injuredOn: '2025-08-01' },
    });
  });

  it('SEC-02: of agents, names and places of injury nothing is read', () => {
    const read = JSON.stringify([parse('2503', { data: CHRONIC }), parse('2505', { data: DESIGNATION })]);
    for (const secret of ['李医生', '王代办', '110101199001010015', '13900139000']) expect(read).not.toContain(secret);
    expect(JSON.stringify(parse('2507', { data: INJURY }))).not.toMatch(/工地|跌倒/);
  });

  it.each([
    ['2503', CHRONIC, 'opsp_dise_code'],
    ['2503', CHRONIC, 'ide_fixmedins_no'],
    ['2503', CHRONIC, 'begndate'],
    ['2505', DESIGNATION, 'biz_appy_type'],
    ['2505', DESIGNATION, 'fixmedins_code'],
    ['2507', INJURY, 'dcla_souc'],
    ['2507', INJURY, 'chk_pay_flag'],
  ] as const)('REG-05: %s %# needs its fields', (transaction, node, name) => {
    expect(outcome(transaction, { data: node })).toBe('accepted');
    expect(outcome(transaction, { data: { ...node, [name]: '' } })).toMatch(`(${name})不能为空`);
  });

  it('SET-21: an injury whose document has a wrong check digit, or that comes after the admission, is refused', () => {
    expect(outcome('2507', { data: { ...INJURY, certno: '110105194912310021' } })).toMatch(/^SET-21/);
    expect(outcome('2507', { data: { ...INJURY, trum_time: '2025-08-02' } })).toMatch(/^FORMAT 入院时间/);
  });
});

describe('2502, 2504, 2506 and the answers', () => {
  it('REG-05: need number and person, 2504 and 2506 also a reason', () => {
    const key = { psn_no: 'P1', trt_dcla_detl_sn: '1' };
    expect(outcome('2502', { data: key })).toBe('accepted');
    for (const number of ['2504', '2506'] as const) {
      expect(outcome(number, { data: key })).toBe('FORMAT 备注(memo)不能为空');
      expect(parse(number, { data: { ...key, memo: '填错' } })).toEqual({
        ok: true,
        value: { personNo: 'P1', declarationNo: '1' },
      });
    }
    expect(outcome('2502', { data: { psn_no: 'P1' } })).toBe('FORMAT 待遇申报明细流水号(trt_dcla_detl_sn)不能为空');
  });

  it('REG-05: the number of a declaration comes back under result', () => {
    const answer = { declarationNo: '7' };
    for (const number of ['2501', '2501A', '2507'] as const) {
      expect(renderAnswer(number, answer)).toEqual({ result: { trt_dcla_detl_sn: '7' } });
    }
    for (const number of ['2503', '2505'] as const) {
      expect(renderAnswer(number, answer)).toEqual({ result: { trt_dcla_detl_sn: '7', exp_content: null } });
    }
    expect(renderAnswer('2502', undefined)).toEqual({});
  });
});
