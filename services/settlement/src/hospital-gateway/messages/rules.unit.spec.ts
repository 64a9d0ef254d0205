import { describe, expect, it } from '@jest/globals';
import type { Result } from '#kernel';
import { TRANSACTIONS, isEmergency, parseJson } from './index.js';
import type { JsonObject, TransactionNumber } from './index.js';
import { withValidNumbers, sample } from './testing/sample-files.js';

type Node = Record<string, unknown>;
const input = (file: string): Node =>
  (JSON.parse(withValidNumbers(sample(file).request ?? '')) as { input: Node }).input;

/** The sample's input with members of its node changed. */
const changed = (file: string, node: string, changes: Node): Node => {
  const whole = input(file);
  return { ...whole, [node]: { ...(whole[node] as Node), ...changes } };
};
const parse = (transaction: TransactionNumber, value: unknown): Result<unknown> => {
  const json = parseJson(JSON.stringify(value), 'input');
  if (!json.ok) return json;
  return TRANSACTIONS[transaction].parse(json.value as JsonObject);
};
const outcome = (transaction: TransactionNumber, value: unknown): string => {
  const result = parse(transaction, value);
  return result.ok ? 'accepted' : `${result.rejection.rule} ${result.rejection.message}`;
};

describe('SET-05: the scope split adds up to the total', () => {
  const settle = (changes: Node): string => outcome('2207', changed('2207.openhis-nmg.json', 'data', changes));
  const breach = 'SET-05 医疗费总额(medfee_sumamt)应等于全自费、超限价、先行自付与符合政策范围金额之和';

  it('SET-05: accepts an exact split and refuses one cent more or less', () => {
    expect(settle({})).toBe('accepted');
    expect(settle({ inscp_scp_amt: 4.3 })).toBe(breach);
    expect(settle({ inscp_scp_amt: '4.28' })).toBe(breach);
  });

  it('SET-05: checks the inpatient settlement too, but not the trial', () => {
    const stay = changed('2304.openhis-nmg.json', 'data', { preselfpay_amt: 703.45 });
    expect(outcome('2304', stay)).toBe(breach);
    expect(outcome('2303', stay)).toBe('accepted');
  });

  it('SET-04: a trial takes no split, right or wrong: it is asked for a new one', () => {
    const read = parse('2303', changed('2304.openhis-nmg.json', 'data', {}));
    expect(read).toMatchObject({ ok: true, value: { split: undefined } });
  });

  it('SET-05: has nothing to check when the four amounts are empty, zero or not all given', () => {
    const none = { fulamt_ownpay_amt: '', overlmt_selfpay: '', preselfpay_amt: '', inscp_scp_amt: '' };
    expect(settle(none)).toBe('accepted');
    expect(settle({ fulamt_ownpay_amt: 0, overlmt_selfpay: 0, preselfpay_amt: 0, inscp_scp_amt: 0 })).toBe('accepted');
    expect(settle({ ...none, inscp_scp_amt: '1' })).toBe('accepted');
  });
});

describe('SET-21: citizen numbers', () => {
  const person = (changes: Node): string => outcome('1101', changed('1101.openhis-nmg.json', 'data', changes));
  const wrongDigit = '110101199001010012';
  const right = (input('1101.openhis-nmg.json')['data'] as { certno: string }).certno;

  it('SET-21: refuses a wrong check digit in the credential and in the document, without repeating it', () => {
    expect(right).not.toBe(wrongDigit);
    expect(person({ mdtrt_cert_no: wrongDigit })).toBe('SET-21 就诊凭证编号(mdtrt_cert_no)校验位不符');
    expect(person({ certno: wrongDigit })).toBe('SET-21 证件号码(certno)校验位不符');
    expect(person({ certno: '123' })).toBe('SET-21 证件号码(certno)须为18位（或旧15位）');
  });

  it('SET-21: does not take a token, a card number or a passport for a citizen number', () => {
    expect(person({ mdtrt_cert_type: '01', mdtrt_cert_no: '5100008F0A', certno: '' })).toBe('accepted');
    expect(person({ mdtrt_cert_type: '03', mdtrt_cert_no: 'CARD00001', psn_cert_type: '08', certno: 'E1234' })).toBe(
      'accepted',
    );
  });

  it('SET-21: refuses two different citizen numbers and none at all', () => {
    expect(person({ certno: '11010519491231002X' })).toBe('SET-21 就诊凭证编号(mdtrt_cert_no)与证件号码(certno)不一致');
    expect(person({ certno: '', mdtrt_cert_no: 'null' })).toBe('SET-21 就诊凭证编号(mdtrt_cert_no)不能为空');
  });

  it('SET-21: reads a lower-case x and restores the kind "1" of one client to 01', () => {
    const result = parse(
      '1101',
      changed('1101.openhis-nmg.json', 'data', {
        psn_cert_type: '1',
        certno: '11010519491231002x',
        mdtrt_cert_no: '11010519491231002x',
      }),
    );
    expect(result).toMatchObject({
      ok: true,
      value: { credential: { documentKind: '01', documentNo: '11010519491231002X' } },
    });
  });

  it('takes a credential kind repeated as the number for no number, as one running client sends it', () => {
    const result = parse('2206', changed('2206.openhis-nmg.json', 'data', { mdtrt_cert_no: '02' }));
    expect(result).toMatchObject({
      ok: true,
      value: { credential: { credentialKind: '02', credentialNo: undefined } },
    });
  });
});

describe('SET-09, SET-07: marks of cross-province visits', () => {
  const file = '2206.cross-province-exp-content.json';
  const trial = (changes: Node): string => outcome('2206', changed(file, 'data', changes));

  it('SET-09: an injury must say whether a third party is involved', () => {
    expect(trial({ exp_content: '{"TRUM_FLAG":"1"}' })).toBe('SET-09 外伤时涉及第三方标志(REL_TTP_FLAG)不能为空');
    expect(trial({ exp_content: { TRUM_FLAG: '1', REL_TTP_FLAG: 0 } })).toBe('accepted');
  });

  it('SET-09: an injury category contradicts the mark 0', () => {
    const stay = changed('2401.openhis-nmg.json', 'mdtrtinfo', { med_type: '22', trum_flag: '0', rel_ttp_flag: '0' });
    expect(outcome('2401', stay)).toBe('SET-09 医疗类别为外伤时，外伤标志(TRUM_FLAG)应为1');
  });

  it('SET-07: an emergency category contradicts an ordinary stay and a plain referral', () => {
    const stay = changed('2401.openhis-nmg.json', 'mdtrtinfo', { med_type: '13', ipt_type: '1' });
    expect(outcome('2401', stay)).toBe('SET-07 医疗类别为急诊时，住院类型(IPT_TYPE)应为2');
    expect(trial({ exp_content: '{"OTP_ER_REFL_FLAG":"2"}' })).toBe(
      'SET-07 医疗类别为急诊时，门诊急诊转诊标志(OTP_ER_REFL_FLAG)应为1或3',
    );
  });

  it('reads marks in upper case, in lower case, as text, as an object and as members of the node', () => {
    const forms: Node[] = [
      { exp_content: '{"TRUM_FLAG":"1","REL_TTP_FLAG":"0"}' },
      { exp_content: '{"trum_flag":1,"rel_ttp_flag":0}' },
      { exp_content: null, expContent: { TRUM_FLAG: '1', REL_TTP_FLAG: '0' } },
      { exp_content: '', trum_flag: '1', rel_ttp_flag: '0' },
    ];
    for (const form of forms) {
      const result = parse('2206', changed(file, 'data', form));
      expect(result).toMatchObject({ ok: true, value: { marks: { injury: true, thirdParty: false } } });
    }
  });

  it('lets free text in exp_content pass, but not broken marks', () => {
    expect(trial({ exp_content: '医生备注' })).toBe('accepted');
    expect(trial({ exp_content: '{"TRUM_FLAG":' })).toBe('FORMAT 字段扩展(exp_content)不是有效的JSON');
    expect(trial({ exp_content: '{"TRUM_FLAG":"9"}' })).toBe('FORMAT 外伤标志(TRUM_FLAG)代码不在规定范围内');
  });

  it('SET-07: an emergency is known by its category or by either mark', () => {
    const none = {
      publicEmergencyGroup: undefined,
      injury: undefined,
      thirdParty: undefined,
      admissionKind: undefined,
      outpatientKind: undefined,
    };
    expect(isEmergency(none, '13')).toBe(true);
    expect(isEmergency({ ...none, admissionKind: 'emergency' }, '21')).toBe(true);
    expect(isEmergency({ ...none, outpatientKind: 'emergency-referral' }, '11')).toBe(true);
    expect(isEmergency({ ...none, outpatientKind: 'referral', admissionKind: 'transfer' }, '11')).toBe(false);
  });
});

describe('fee lines', () => {
  const line = (input('2204.openhis-nmg.json')['feedetail'] as Node[])[0] ?? {};
  const upload = (...rows: Node[]): string => outcome('2204', { feedetail: rows.map((row) => ({ ...line, ...row })) });

  it('SET-03: the line amount is price times quantity within one cent, rounded half up', () => {
    expect(upload({ pric: '0.333333', cnt: '3', det_item_fee_sumamt: '1.00' })).toBe('accepted');
    expect(upload({ pric: '1.005', cnt: '1', det_item_fee_sumamt: '1.02' })).toBe('accepted');
    expect(upload({ pric: '1.005', cnt: '1', det_item_fee_sumamt: '1.03' })).toBe(
      'NHSA-4.4 第1条：明细项目费用总额(det_item_fee_sumamt)应等于单价乘以数量',
    );
  });

  it('SET-13: a refund line turns quantity and amount and keeps its price', () => {
    expect(upload({ cnt: -1, det_item_fee_sumamt: '-4.52' })).toBe('accepted');
    expect(upload({ pric: -4.52, cnt: 1, det_item_fee_sumamt: '-4.52' })).toBe(
      'FORMAT 第1条：单价(pric)应为非负单价，最多六位小数',
    );
  });

  it('keeps one upload to one visit with distinct line numbers', () => {
    expect(upload({}, { feedetl_sn: '2' })).toBe('accepted');
    expect(upload({}, {})).toBe('NHSA-4.4 第2条：费用明细流水号(feedetl_sn)重复');
    expect(upload({}, { feedetl_sn: '2', mdtrt_id: '9' })).toBe(
      'NHSA-4.4 第2条：一次上传的费用明细应属于同一就诊(mdtrt_id)',
    );
    expect(outcome('2204', { feedetail: [] })).toBe('FORMAT 费用明细(feedetail)不能为空');
  });

  it('takes a single line sent as an object', () => {
    expect(outcome('2204', { feedetail: line })).toBe('accepted');
  });

  it('withdraws named lines, all lines by 0000, and one line sent directly in input', () => {
    const row = { mdtrt_id: '1', psn_no: 'P' };
    const named = parse('2302', {
      data: [
        { ...row, feedetl_sn: 'a' },
        { ...row, feedetl_sn: 'b' },
      ],
    });
    expect(named).toMatchObject({ ok: true, value: { sequences: ['a', 'b'] } });
    expect(parse('2302', { ...row, feedetl_sn: 'a' })).toMatchObject({ ok: true, value: { sequences: ['a'] } });
    expect(parse('2302', { data: { ...row, feedetl_sn: '0000' } })).toMatchObject({
      ok: true,
      value: { sequences: undefined },
    });
    expect(
      outcome('2302', {
        data: [
          { ...row, feedetl_sn: 'a' },
          { ...row, mdtrt_id: '2', feedetl_sn: 'b' },
        ],
      }),
    ).toBe('NHSA-4.5 一次撤销的费用明细应属于同一就诊(mdtrt_id)');
  });
});

describe('statement and reversal', () => {
  it('SET-15: 2601 ends settlements, refunds and admissions, and nothing else', () => {
    const reverse = (oinfno: string): string => outcome('2601', { data: { psn_no: 'P', omsgid: 'M', oinfno } });
    expect(['2207', '2207A', '2304', '2401', '2208', '2305'].map(reverse)).toEqual(Array(6).fill('accepted'));
    expect(reverse('2206')).toBe('SET-15 原交易编号(oinfno)不支持冲正');
  });

  it('REC-03: 3201 needs a period in order and a clearing category of the clearing', () => {
    const totals = (changes: Node): string => outcome('3201', changed('3201.apifox-henan.json', 'data', changes));
    expect(totals({ stmt_begndate: '2024-02-01' })).toBe(
      'REC-03 对账开始日期(stmt_begndate)不能晚于对账结束日期(stmt_enddate)',
    );
    expect(totals({ clr_type: '99968' })).toBe('accepted');
    expect(totals({ clr_type: '9909' })).toBe('FORMAT 清算类别(clr_type)不是本平台可对账的类别');
    expect(totals({ fixmedins_setl_cnt: '六' })).toBe('FORMAT 定点医药机构结算笔数(fixmedins_setl_cnt)应为非负整数');
  });

  it('REC-03: only an explicit refd_setl_flag 0 leaves refunds out', () => {
    const flag = (value: unknown): Result<unknown> =>
      parse('3201', changed('3201.apifox-henan.json', 'data', { REFD_SETL_FLAG: value }));
    expect(flag('0')).toMatchObject({ ok: true, value: { includesRefunds: false } });
    expect(flag('')).toMatchObject({ ok: true, value: { includesRefunds: true } });
    expect(flag(1)).toMatchObject({ ok: true, value: { includesRefunds: true } });
  });
});
