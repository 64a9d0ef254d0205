import { startServiceForTest, testEnvironment, type ServiceUnderTest } from '#testing';
import { insured, province } from './registration.js';

const SECRET = 'secret-of-the-hospital';
const CATCH_UP_MS = 30_000;
const POLL_MS = 50;

/** Hospitals: the person's own at home, of level 3 and of level 1, and the one in Shanghai they are sent to. */
export const HOME = 'H32020000001';
export const SHAOGUAN_LEVEL_1 = 'H44020000001';
export const SHANGHAI = 'H31011500001';

export interface Reply {
  readonly infcode: string;
  readonly err_msg: string | null;
  readonly output: Record<string, Record<string, string>> | null;
}

export interface Channel {
  readonly registration: ServiceUnderTest;
  readonly settlement: ServiceUnderTest;
  /** Persons as their provinces report them; resolves once settlement knows them. */
  enrol(unit: string, psnNo: string, insuredRegion: string): Promise<void>;
  /** One message of a hospital. */
  send(institution: string, infno: string, input: unknown, msgid?: string): Promise<Reply>;
  /** Resolves when neither service has anything of the other left to apply. */
  quiet(): Promise<void>;
  end(): Promise<void>;
}

let messages = 0;
export const nextMessageId = (institution: string): string =>
  `${institution}20250801100000${String((messages += 1)).padStart(4, '0')}`;

async function putHospital(settlement: ServiceUnderTest, code: string, settlementLevel: number): Promise<void> {
  const region = code === SHANGHAI ? '310115' : `${code.slice(1, 5)}00`;
  const { status } = await settlement.call('PUT', `/settlement/institutions/${code}`, {
    as: { roles: ['provincial-agency'], area: region.slice(0, 2) },
    body: {
      ...{ name: '测试医院', region, kind: 'hospital', settlementLevel, transport: 'apikey' },
      ...{ accessKey: code, secret: SECRET },
    },
  });
  if (status >= 300) throw new Error(`institution ${code}: ${status}`);
}

const behind = async (service: ServiceUnderTest): Promise<number> =>
  ((await service.call('GET', '/ops/lag')).body as unknown as { behind: number }[]).reduce(
    (sum, lag) => sum + lag.behind,
    0,
  );

/** Registration and settlement as processes on one bus, on 2025-08-01. */
export async function hospitalChannel(): Promise<Channel> {
  const { environment, drop } = await testEnvironment();
  const registration = await startServiceForTest('registration', environment);
  const settlement = await startServiceForTest('settlement', environment);
  for (const service of [registration, settlement]) await service.setBusinessDate('2025-08-01');
  await putHospital(settlement, HOME, 3);
  await putHospital(settlement, SHAOGUAN_LEVEL_1, 1);
  await putHospital(settlement, SHANGHAI, 3);
  const quiet = async (): Promise<void> => {
    const until = Date.now() + CATCH_UP_MS;
    for (let looks = 0; looks < 3;) {
      looks = (await behind(registration)) + (await behind(settlement)) === 0 ? looks + 1 : 0;
      if (Date.now() > until) throw new Error('the services did not catch up with each other');
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  };
  return {
    ...{ registration, settlement, quiet },
    async enrol(unit, psnNo, insuredRegion) {
      const persons = [insured(psnNo, { insuredRegion })];
      const answer = await registration.call('POST', '/registration/insured-persons', {
        ...{ as: province(unit), body: { unit, persons } },
      });
      if (answer.body['enrolled'] !== 1) throw new Error(JSON.stringify(answer));
      await quiet();
    },
    async send(institution, infno, input, msgid = nextMessageId(institution)) {
      const body = {
        ...{ infno, msgid, mdtrtarea_admvs: institution === SHANGHAI ? '310115' : `${institution.slice(1, 5)}00` },
        // What the hospital believes about the place of insurance is not what counts.
        ...{ insuplc_admdvs: '510100', recer_sys_code: 'YBXT', infver: 'V1.0', opter_type: '1', opter: '0001' },
        ...{ opter_name: '测试操作员', inf_time: '2025-08-01 10:00:00', fixmedins_code: institution, input },
      };
      const response = await fetch(`${settlement.url}/hsa`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', apikey: SECRET },
        body: JSON.stringify(body),
      });
      if (response.status !== 200) throw new Error(`the gateway answered ${response.status}`);
      return (await response.json()) as Reply;
    },
    async end() {
      await settlement.stop();
      await registration.stop();
      await drop();
    },
  };
}
