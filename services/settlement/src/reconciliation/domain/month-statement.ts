import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { Money, ok, reject, type Result } from '#kernel';
import { asKept, asTold } from './told-funds.js';

export type ApplicationTotals = {
  readonly visits: string;
  readonly total: string;
  readonly fundTotal: string;
  readonly account: string;
  readonly cash: string;
};

export type ClearingApplicationEvent =
  | DomainEvent<
      'ClearingApplied',
      {
        readonly applicationNo: string;
        readonly institutionCode: string;
        readonly month: string;
        readonly clearingCategory: string;
        readonly totals: ApplicationTotals;
      }
    >
  | DomainEvent<'ClearingApplicationWithdrawn', { readonly applicationNo: string; readonly withdrawnOn: string }>;

interface Application {
  readonly month: string;
  readonly clearingCategory: string;
  readonly withdrawn: boolean;
}

/** 清算申请 Applications of one institution: a few a month (interface 4.9; REC-03). */
export interface ClearingApplications {
  readonly byNumber: ReadonlyMap<string, Application>;
}

export function evolveApplications(
  applications: ClearingApplications,
  event: ClearingApplicationEvent,
): ClearingApplications {
  const { applicationNo } = event.data;
  switch (event.type) {
    case 'ClearingApplied': {
      const { month, clearingCategory } = event.data;
      const application = { month, clearingCategory, withdrawn: false };
      return { byNumber: new Map([...applications.byNumber, [applicationNo, application]]) };
    }
    case 'ClearingApplicationWithdrawn': {
      const known = applications.byNumber.get(applicationNo);
      if (known === undefined) return applications;
      return { byNumber: new Map([...applications.byNumber, [applicationNo, { ...known, withdrawn: true }]]) };
    }
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<ClearingApplications, ClearingApplicationEvent> = {
  category: 'clearing-application',
  initialState: () => ({ byNumber: new Map() }),
  evolve: evolveApplications,
};
export const applicationsRef = (institutionCode: string): StreamRef<ClearingApplications> => ({
  id: `clearing-application-${institutionCode}`,
  definition,
});

export interface ApplyForClearing {
  readonly applicationNo: string;
  readonly institutionCode: string;
  /** yyyy-MM. */
  readonly month: string;
  readonly clearingCategory: string;
  readonly from: string;
  readonly to: string;
  readonly recognised: Money;
  readonly theirs: ApplicationTotals;
  readonly ours: ApplicationTotals;
  /** Whether funds in their totals have the account in them (interface 6.10); ours never have (SET-05). */
  readonly accountInFunds: boolean;
  /** Claims of the period nobody has confirmed by 3201 or 3261. */
  readonly unconfirmed: number;
}

/** 3203: the whole month, equal to the cent, every claim confirmed before, and once (REC-03). */
export function decideApply(
  command: ApplyForClearing,
  applications: ClearingApplications,
): Result<readonly ClearingApplicationEvent[]> {
  const { applicationNo, institutionCode, month, clearingCategory, ours } = command;
  const refused = refuseForm(command) ?? refuseUnequal(command) ?? refuseUnconfirmed(command);
  if (refused !== null) return refused;
  const standing = [...applications.byNumber.values()].some(
    (one) => one.month === month && one.clearingCategory === clearingCategory && !one.withdrawn,
  );
  if (standing) {
    return reject('clearing.applied', 'REC-03', '该月该类别已申请清算，需更改的请先撤销(3204)', ['setlym', 'clr_type']);
  }
  const data = { applicationNo, institutionCode, month, clearingCategory, totals: ours };
  return ok([{ type: 'ClearingApplied', data }]);
}

function refuseForm(command: ApplyForClearing): Result<never> | null {
  const { month, from, to, recognised } = command;
  if (from.slice(0, 7) !== month || to.slice(0, 7) !== month || from > to) {
    return reject('clearing.period', 'REC-03', '起止日期须在清算年月(setlym)内', ['setlym', 'begndate', 'enddate']);
  }
  const { fundTotal, account, cash } = asKept(command.theirs, command);
  const parts = Money.sum([fundTotal, account, cash].map((part) => Money.of(part)));
  if (!parts.eq(recognised)) {
    const message = `医保认可费用${recognised}不等于基金、账户与现金之和${parts}`;
    return reject('clearing.parts', 'SET-05', message, ['med_sumfee', 'fund_appy_sum', 'acct_pay', 'cash_payamt']);
  }
  return null;
}

const NAMES: Readonly<Record<keyof ApplicationTotals, string>> = {
  visits: '人次(psntime)',
  total: '总费用(medfee_sumamt)',
  fundTotal: '基金(fund_appy_sum)',
  account: '个人账户(acct_pay)',
  cash: '现金(cash_payamt)',
};

function refuseUnequal(command: ApplyForClearing): Result<never> | null {
  const { theirs } = command;
  const ours = asTold(command.ours, command);
  const names = Object.keys(NAMES) as (keyof ApplicationTotals)[];
  const different = names.find((name) => ours[name] !== theirs[name]);
  if (different === undefined) return null;
  const message = `清算申请与中心不符：${NAMES[different]}上报${theirs[different]}，中心${ours[different]}`;
  return reject('clearing.totals', 'REC-03', message, [/\((\w+)\)/.exec(NAMES[different])?.[1] ?? different]);
}

function refuseUnconfirmed({ unconfirmed }: ApplyForClearing): Result<never> | null {
  if (unconfirmed === 0) return null;
  const message = `尚有${unconfirmed}笔结算未对账确认，请先对账(3201)或清分确认(3261)`;
  return reject('clearing.unconfirmed', 'REC-03', message, ['setlym']);
}

/** 3204: an application that stands. */
export function decideWithdrawApplication(
  { applicationNo, on }: { readonly applicationNo: string; readonly on: string },
  applications: ClearingApplications,
): Result<readonly ClearingApplicationEvent[]> {
  const known = applications.byNumber.get(applicationNo);
  if (known === undefined) return reject('clearing.unknown', 'REC-03', '未找到该清算申请', ['clr_appy_evt_id']);
  if (known.withdrawn) return reject('clearing.withdrawn', 'SET-15', '该清算申请已撤销', ['clr_appy_evt_id']);
  return ok([{ type: 'ClearingApplicationWithdrawn', data: { applicationNo, withdrawnOn: on } }]);
}
