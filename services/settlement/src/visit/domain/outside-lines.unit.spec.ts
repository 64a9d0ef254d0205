import { describe, expect, it } from '@jest/globals';
import { Money, unwrap } from '#kernel';
import { parseCall, parseEnvelope } from '../../hospital-gateway/messages/index.js';
import { after, CALLER, feeLine, openedVisit, refusal, settle, settlement } from '../../../test/visits.js';
import { decideDischarge } from './discharge.js';
import { decideRecordLines } from './fee-lines.js';

const outside = (sequence: string, occurredOn: string) => ({
  ...feeLine(sequence),
  occurredOn,
  outside: 'H31011500009',
});
const stay = openedVisit(true);
const discharged = after(stay, decideDischarge({ ...CALLER, on: '2025-08-05', way: '1' }, stay));
const record = (visit: typeof stay, ...lines: ReturnType<typeof outside>[]) =>
  decideRecordLines({ ...CALLER, lines }, visit);

describe('examination and purchase outside during a stay', () => {
  it('SET-10: joins the stay from the day of admission to the day of discharge, and no day before or after', () => {
    for (const day of ['2025-08-01', '2025-08-05']) expect(refusal(record(discharged, outside('1', day)))).toBeNull();
    for (const day of ['2025-07-31', '2025-08-06']) {
      expect(refusal(record(discharged, outside('1', day)))).toEqual({ code: 'lines.outside-stay', rule: 'SET-10' });
    }
    expect(refusal(record(stay, outside('1', '2025-08-06')))).toBeNull();
  });

  it('SET-10: is settled with the stay’s own lines as one claim', () => {
    const own = after(discharged, decideRecordLines({ ...CALLER, lines: [feeLine('1')] }, discharged));
    const both = after(own, record(own, outside('2', '2025-08-03')));
    const { claim } = unwrap(settle({ ...settlement('200.00'), batch: null }, both));
    expect(claim).toMatchObject({ total: Money.of('200').toString(), visitKind: 'inpatient' });
  });

  it('SET-10: binds stays alone: an outpatient visit takes such a line on any day', () => {
    expect(refusal(record(openedVisit(), outside('1', '2025-08-31')))).toBeNull();
  });

  it('SET-10: a line from outside names the institution it is from', () => {
    const line = (changes: object) => {
      const row = {
        ...{ feedetl_sn: '1', mdtrt_id: 'V', psn_no: 'P', fee_ocur_time: '2025-08-01', med_list_codg: 'X', cnt: 1 },
        ...{ det_item_fee_sumamt: '1.00', pric: '1.00', etip_flag: '1', ...changes },
      };
      const message = {
        infno: '2301',
        msgid: 'M',
        mdtrtarea_admvs: '310115',
        fixmedins_code: 'H1',
        input: { feedetail: [row] },
      };
      const envelope = unwrap(parseEnvelope(Buffer.from(JSON.stringify(message))));
      return refusal(parseCall(envelope));
    };
    expect(line({ etip_hosp_code: 'H31011500009' })).toBeNull();
    expect(line({ etip_flag: '0' })).toBeNull();
    expect(line({})).toEqual({ code: 'line.outside-unnamed', rule: 'SET-10' });
  });
});
