import { citizenIdCheckCharacter, type RegionCode } from '#kernel';
import type { FilingKind } from '#contracts';
import type { DocumentKind } from '#policy';
import type { Random } from '../random.js';
import { placeOfUnit } from './places.js';

/** 备案 as it is applied for. */
export interface FilingPlan {
  readonly kind: FilingKind;
  readonly destination: RegionCode;
  readonly byPromise: boolean;
  readonly documents: readonly { readonly kind: DocumentKind }[];
  /** Null but for 异地转诊. */
  readonly referral: ReferralPlan | null;
}

/** 转诊证明 of a hospital of the place of insurance; the day it is issued is that of the application. */
export interface ReferralPlan {
  readonly level: '3';
  readonly region: RegionCode;
  readonly diagnosis: string;
}

/** Somebody insured in one unit and treated in another. Invented from the seed; no number belongs to anybody. */
export interface Person {
  readonly psnNo: string;
  readonly name: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly sex: '1' | '2';
  readonly birthDate: string;
  readonly unit: string;
  readonly insuredRegion: RegionCode;
  readonly insuranceType: '310' | '390';
  readonly personType: string;
  readonly civilServant: boolean;
  /** 1 normal, 2 suspended (SET-18). */
  readonly insuranceStatus: '1' | '2';
  readonly accountBalance: string;
  readonly credentials: readonly string[];
  /** Null for those who have filed nothing (REG-02). */
  readonly filing: FilingPlan | null;
}

const SURNAMES = [...'赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜'];
const GIVEN = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰梅红建国志宏春雪晨曦'];

export interface PersonOf {
  readonly number: number;
  readonly unit: string;
  readonly careUnit: string;
  readonly filed: boolean;
  readonly suspended: boolean;
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');

export function makePerson(random: Random, { number, unit, careUnit, filed, suspended }: PersonOf): Person {
  const insuredRegion = random.pick(placeOfUnit(unit).insuredRegions);
  const birthDate = `${random.int(1938, 2004)}-${pad(random.int(1, 12), 2)}-${pad(random.int(1, 28), 2)}`;
  // 顺序码: three digits of the person's number, so that two of one birthday differ
  const first17 = `${insuredRegion}${birthDate.replaceAll('-', '')}${pad(number % 1000, 3)}`;
  return {
    psnNo: `${insuredRegion}${pad(number, 14)}`,
    name: `${random.pick(SURNAMES)}${random.pick(GIVEN)}${random.pick(GIVEN)}`,
    idNumber: `${first17}${citizenIdCheckCharacter(first17)}`,
    phone: `1${random.int(30, 99)}${pad(random.int(0, 99_999_999), 8)}`,
    sex: number % 2 === 1 ? '1' : '2',
    birthDate,
    unit,
    insuredRegion,
    ...insuranceOf(random, birthDate),
    insuranceStatus: suspended ? '2' : '1',
    credentials: [],
    filing: filed ? makeFiling(random, insuredRegion, placeOfUnit(careUnit).destination) : null,
  };
}

type Insurance = Pick<Person, 'insuranceType' | 'personType' | 'civilServant' | 'accountBalance'>;

/** Employees, active or retired, with an account; residents have none. */
function insuranceOf(random: Random, birthDate: string): Insurance {
  if (!random.permille(620)) {
    return { insuranceType: '390', personType: '14', civilServant: false, accountBalance: '0.00' };
  }
  return {
    insuranceType: '310',
    personType: birthDate < '1965' ? '12' : '11',
    civilServant: random.permille(100),
    accountBalance: `${random.int(0, 6000)}.${pad(random.int(0, 99), 2)}`,
  };
}

const PAPERS: Readonly<Partial<Record<FilingKind, DocumentKind>>> = {
  'retiree-resettled': 'household-book',
  'long-term-resident': 'residence-permit',
  'posted-worker': 'posting-letter',
  referred: 'referral-certificate',
};
const KINDS: readonly FilingKind[] = [
  ...(['retiree-resettled', 'retiree-resettled', 'long-term-resident', 'long-term-resident'] as const),
  ...(['posted-worker', 'referred', 'other-temporary'] as const),
];

function makeFiling(random: Random, insuredRegion: RegionCode, destination: RegionCode): FilingPlan {
  const kind = random.pick(KINDS);
  const paper = PAPERS[kind];
  return {
    ...{ kind, destination, byPromise: false },
    documents: paper === undefined ? [] : [{ kind: paper }],
    referral: kind === 'referred' ? { level: '3', region: insuredRegion, diagnosis: 'C34.900' } : null,
  };
}
