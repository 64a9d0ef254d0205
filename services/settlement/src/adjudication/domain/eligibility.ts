import { reject } from '#kernel';
import type { Result } from '#kernel';
import type { BenefitTable } from '#policy';
import type { Visit } from './types.js';

/** SET-09: what a third party is liable for is not settled directly, whatever else is marked. */
export function refuseThirdParty({ thirdParty }: { readonly thirdParty: boolean }): Result<never> | null {
  if (!thirdParty) return null;
  const message = '涉及第三方责任的外伤费用不能直接结算，请由第三方承担；标志有误的，请以REL_TTP_FLAG为0重新上传';
  return reject('visit.third-party', 'SET-09', message, ['REL_TTP_FLAG']);
}

/** SET-18: who is not payable is told so, and what can be done. 参保状态 psnInsuStas: 1 normal, 2 suspended, 3 ended. */
export function refuseUnlessPayable(insuranceStatus: string): Result<never> | null {
  if (insuranceStatus === '1') return null;
  const state = insuranceStatus === '2' ? '暂停参保' : '终止参保';
  return reject('person.not-payable', 'SET-18', `参保人已${state}，不能直接结算，请联系参保地医保经办机构`, ['psn_no']);
}

const isDirectlyChronic = ({ kind, place = 'outside', byHand = false }: Visit): boolean =>
  kind === 'chronic' && place !== 'home' && !byHand;

/** SET-11: out of area a disease is settled directly only where the place of insurance has opened it; else by hand (SET-17). */
export function refuseNotOpenDisease(benefit: BenefitTable, visit: Visit): Result<never> | null {
  const { disease = '' } = visit;
  const open = benefit.values['chronic.direct'];
  if (!isDirectlyChronic(visit) || disease === '' || open === 'all') return null;
  if (open.some(({ codes }) => codes.includes(disease))) return null;
  return reject('chronic.not-direct', 'SET-11', `参保地未开展该慢特病病种(${disease})的跨省直接结算`, ['dise_codg']);
}
