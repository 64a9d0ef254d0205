import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sample, samples } from '../src/hospital-gateway/messages/testing/sample-files.js';
import type { ServiceUnderTest } from '#testing';
import { filing, ID_NUMBER, person, post, registered, SECRET, startSettlement, type Reply } from './hospital.js';

const PATIENT = 'PSN00000000000000003';
let settlement: ServiceUnderTest;
let end: () => Promise<void>;

const put = (code: string, region: string) =>
  settlement.call('PUT', `/settlement/institutions/${code}`, {
    as: { roles: ['provincial-agency'], area: region.slice(0, 2) },
    body: {
      ...{ name: '测试医院', region, kind: code.startsWith('P') ? 'pharmacy' : 'hospital', settlementLevel: 3 },
      ...{ transport: 'apikey', accessKey: code, secret: SECRET },
    },
  });
const institutionOf = (text: string): string => /"(?:fixmedins|medins)_code":"([HP]\d+)"/.exec(text)?.[1] ?? '';

beforeAll(async () => {
  const started = await startSettlement();
  ({ settlement, end } = started);
  for (const code of new Set(samples.map(({ request }) => institutionOf(request ?? '')))) {
    // A code that was made unreadable names no place.
    if (code !== '') await put(code, code.startsWith('H00') ? '310115' : code.slice(1, 7));
  }
  await registered(settlement, started.environment, {
    persons: [person({ psnNo: PATIENT })],
    // The messages come from several places of care, and a hospital may ask about those filed for its place (SEC-01).
    filings: ['310000', '411300', '430000', '620000'].map((destination) =>
      filing({ filingId: `BA-${destination}`, psnNo: PATIENT, destination, validFrom: '2020-01-01' }),
    ),
  });
});

afterAll(() => end());

/** Numbers of this place for those of the place the message was captured at: one patient, one visit, one stay. */
const here = { visit: '', stay: '', settlement: '' };
const translated = (text: string): string =>
  text
    .replaceAll(/0000001900010\d{5}/g, ID_NUMBER)
    .replaceAll(/PSN\d{17,}|<1101>/g, PATIENT)
    .replaceAll(/300179916|<2201>/g, here.visit)
    .replaceAll('310003327436', here.stay)
    .replaceAll('400120617', here.settlement);

type Outcome = 'done' | RegExp;
/** Every sample with a request, in the order a hospital sends them, and what its client must be told here. */
const TOLD: readonly (readonly [file: string, outcome: Outcome])[] = [
  ['9001.openhis-nmg.json', 'done'],
  ['1101.apifox-henan.json', 'done'],
  ['1101.hunan-doc.json', 'done'],
  ['1101.openhis-nmg.json', 'done'],
  ['1101.hunan-doc-appendix.json', /mdtrtarea_admvs/],
  ['2201.openhis-nmg.json', 'done'],
  ['2203.medical-js.json', 'done'],
  ['2203A.openhis-nmg.json', 'done'],
  ['2203A.yibin-sichuan.json', /未找到该就诊/],
  ['2204.openhis-nmg.json', 'done'],
  ['2205.apifox-henan.json', /未找到该就诊/],
  ['2206.openhis-nmg.json', 'done'],
  ['2206.apifox-henan.json', /未找到该就诊/],
  ['2206.cross-province-exp-content.json', /未找到该就诊/],
  ['2206A.yibin-sichuan.json', /未找到该就诊/],
  ['2207.openhis-nmg.json', 'done'],
  ['2207.medical-js.json', /没有可结算的费用明细.*SET-03/],
  ['2207A.yibin-sichuan.json', /未找到该就诊/],
  ['2208.openhis-nmg.json', 'done'],
  ['2401.openhis-nmg.json', 'done'],
  ['2301.openhis-nmg.json', 'done'],
  // The stay ended in 2021, of which there is no table here.
  ['2303.openhis-nmg.json', /2021-08-27没有生效的政策参数.*SET-01/],
  ['2304.openhis-nmg.json', /2021-08-27没有生效的政策参数.*SET-01/],
  ['2302.openhis-nmg.json', 'done'],
  ['2402.openhis-nmg.json', 'done'],
  ['2405.openhis-nmg.json', 'done'],
  ['2305.openhis-nmg.json', /未找到该/],
  ['2601.apifox-henan.json', 'done'],
  ['3201.apifox-henan.json', 'done'],
  ['3202.shape.json', /结算经办机构\(setl_optins\)应为310115/],
  ['3203.apifox-henan.json', /REC-03/],
  ['3260.shape.json', 'done'],
  ['3261.shape.json', /第1条：该月没有这笔结算/],
  ['3262.shape.json', /没有可回退/],
  ['5206.apifox-henan.json', 'done'],
  ['5301.openhis-nmg.json', 'done'],
  ['5303.hunan-doc.json', 'done'],
  ['2161.hunan-doc.json', /人员编号\(psn_no\)不能为空/],
];

/** Names of all members, with the first row standing for a list. */
const names = (value: unknown, path = ''): string[] => {
  if (Array.isArray(value)) return value.length === 0 ? [] : names(value[0], `${path}[]`);
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) => names(member, `${path}.${name}`));
};

/** The number a reply gives, by the sample that asked for it. */
const GIVEN: Readonly<Record<string, readonly [name: keyof typeof here, node: string, member: string]>> = {
  '2201.openhis-nmg.json': ['visit', 'data', 'mdtrt_id'],
  '2401.openhis-nmg.json': ['stay', 'result', 'mdtrt_id'],
  '2207.openhis-nmg.json': ['settlement', 'setlinfo', 'setl_id'],
};

function remember(file: string, { output }: Reply): void {
  const [name, node, member] = GIVEN[file] ?? [];
  if (name !== undefined) here[name] = String(output?.[node ?? '']?.[member ?? '']);
}

/** Members a client of that place reads and a list that is empty here cannot show, or that belong to no cross-province visit. */
const NOT_HERE = /^\.(?:feedetail|data|list|idetinfo)(?:\[|$)|^\.baseinfo\.expContent$/;

describe('every captured message of real hospital systems', () => {
  it('stands in the table', () => {
    const withRequest = samples.filter(({ request }) => request !== undefined).map(({ file }) => file);
    expect([...new Set(TOLD.map(([file]) => file))].sort()).toEqual(withRequest.sort());
  });

  it.each(TOLD)('NHSA-1.2: %s is answered as its client expects', async (file, outcome) => {
    const reply = await post(settlement, translated(sample(file).request ?? ''));
    expect(reply.status).toBe(200);
    if (outcome !== 'done') {
      expect(reply).toMatchObject({ infcode: '-1', output: null, err_msg: expect.stringMatching(outcome) });
      return;
    }
    expect(reply).toMatchObject({ infcode: '0', err_msg: null });
    remember(file, reply);
    const told = new Set(names(reply.output));
    const captured = names(sample(file).response?.['output'] ?? {});
    expect(captured.filter((name) => name !== '' && !told.has(name) && !NOT_HERE.test(name))).toEqual([]);
  });
});
