import { Money } from '#kernel';
import type { ServiceUnderTest } from '#testing';
import { zipOf } from '../src/hospital-gateway/files/zip.js';
import { HOSPITAL, PSN_NO, send, type Reply } from './hospital.js';

/** A claim or refund of August, as the hospital's books have it. */
export interface Row {
  readonly setl_id: string;
  readonly mdtrt_id: string;
  readonly medfee: string;
  readonly fund: string;
  readonly acct: string;
  readonly cash: string;
  readonly refunded: boolean;
  readonly confirmed: boolean;
}

export const rowsOf = (settlement: ServiceUnderTest): Promise<readonly Row[]> =>
  settlement.database.read<Row>(
    `select claim_id as setl_id, visit_id as mdtrt_id, total::text as medfee, fund_total::text as fund,
            account::text as acct, cash::text as cash, (refund_of is not null or refunded_by is not null) as refunded,
            confirmed_on is not null as confirmed from read_claims.claim order by settled_on, claim_id`,
  );

export const sum = (list: readonly Row[], name: 'medfee' | 'fund' | 'acct' | 'cash'): string =>
  Money.sum(list.map((row) => Money.of(row[name]))).toString();

/** 9101 of these rows as a TXT in a zip. */
export function upload(settlement: ServiceUnderTest, list: readonly Row[]): Promise<Reply> {
  const text = list.map((row) =>
    [row.setl_id, row.mdtrt_id, PSN_NO, row.medfee, row.fund, row.acct, row.refunded ? '1' : '0'].join('\t'),
  );
  const zip = zipOf({ name: 'detail.txt', content: Buffer.from(`${text.join('\n')}\n`) });
  return send(settlement, '9101', {
    fsUploadIn: { in: [...new Int8Array(zip)], filename: 'detail.zip', fixmedins_code: HOSPITAL },
  });
}

/** 3202 of August with the sums of these rows. */
export function compareDetails(settlement: ServiceUnderTest, fileNo: string, list: readonly Row[]): Promise<Reply> {
  return send(settlement, '3202', {
    data: {
      ...{ stmt_begndate: '2025-08-01', stmt_enddate: '2025-08-31', clr_type: '11', setl_optins: '310115' },
      ...{ file_qury_no: fileNo, fixmedins_setl_cnt: list.length, refd_setl_flag: '1' },
      ...{ medfee_sumamt: sum(list, 'medfee'), fund_pay_sumamt: sum(list, 'fund'), cash_payamt: sum(list, 'cash') },
    },
  });
}
