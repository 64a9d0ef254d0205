import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, type Decision, type WriteOutcome } from '#event-store';
import type { ActFacts } from '#http';
import {
  dayIn,
  isProvinceLevel,
  lastDayOf,
  Money,
  nextMonth,
  ok,
  RegionCode,
  reject,
  workingCalendar,
  type BusinessDate,
  type ClearingMonth,
  type Result,
} from '#kernel';
import type { PolicyBook, RegistrationValues } from '#policy';
import { EVENT_STORE } from '#service';
import { POLICY_BOOK } from '../../tokens.js';
import {
  countyFiguresRef,
  decideConfirmCounty,
  decideGenerate,
  decideRemit,
  type CountyFigures,
  type CountyFiguresEvent,
  lookedAtSince,
  type SettledPart,
} from '../domain/county-figures.js';

export interface CityMonth {
  readonly unit: string;
  readonly city: string;
  readonly month: ClearingMonth;
}
export type CountyAct =
  | { readonly kind: 'generate' }
  | { readonly kind: 'confirm'; readonly county: string }
  | {
      readonly kind: 'remit';
      readonly county: string;
      readonly amount: string;
      readonly bank: string;
      readonly serialNumber: string;
      readonly remittedOn: string;
    };
export type CountyAnswer = { readonly city: string; readonly month: string };

/** 县区汇总、核对、上解 of one city of the place of insurance, where its policy has counties check and remit (REC-04). */
export class CountyActCommand extends Command<WriteOutcome<CountyAnswer>> {
  constructor(
    readonly place: CityMonth,
    readonly act: CountyAct,
    readonly facts: ActFacts,
  ) {
    super();
  }
}

type Terms = NonNullable<RegistrationValues['counties']>;
type Decide = (figures: CountyFigures) => Result<readonly CountyFiguresEvent[]>;

@CommandHandler(CountyActCommand)
export class CountyActHandler implements ICommandHandler<CountyActCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(POLICY_BOOK) private readonly policies: PolicyBook,
  ) {}

  async execute({ place, act, facts }: CountyActCommand): Promise<WriteOutcome<CountyAnswer>> {
    const decide = await this.deciderOf(place, act, facts.metadata.businessDate as BusinessDate);
    if (!decide.ok) return { kind: 'refused', rejection: decide.rejection, replayed: false };
    const { city, month } = place;
    const ref = countyFiguresRef(city);
    return this.store.write<CountyAnswer>({
      ...{ streams: [ref], ...facts },
      decide: (states): Decision<CountyAnswer> => {
        const decided = decide.value(states.of(ref));
        if (!decided.ok) return { kind: 'refused', rejection: decided.rejection };
        const events = decided.value.map((event) => ({ streamId: ref.id, event }));
        return { kind: 'accepted', answer: { city, month }, events };
      },
    });
  }

  private async deciderOf(place: CityMonth, act: CountyAct, today: BusinessDate): Promise<Result<Decide>> {
    const terms = this.termsOf(place, today);
    if (!terms.ok) return terms;
    const { figuresBy, checkDays, remitDays } = terms.value;
    switch (act.kind) {
      case 'generate': {
        const checkBy = workingCalendar.tryAddWorkingDays(today, checkDays);
        if (!checkBy.ok) return checkBy;
        const { city, month } = place;
        const since = lookedAtSince((await this.store.load(countyFiguresRef(city))).state, month);
        const due = { figuresBy: dayIn(nextMonth(month), figuresBy), checkBy: checkBy.value };
        const command = { city, month, on: today, ...due, since, confirmed: await this.confirmedOf(place, since) };
        return ok((figures) => decideGenerate(command, figures));
      }
      case 'confirm': {
        const remitBy = workingCalendar.tryAddWorkingDays(today, remitDays);
        if (!remitBy.ok) return remitBy;
        const command = { month: place.month, county: act.county, on: today, remitBy: remitBy.value };
        return ok((figures) => decideConfirmCounty(command, figures));
      }
      case 'remit': {
        const { kind: _kind, amount, ...facts } = act;
        return ok((figures) => decideRemit({ ...facts, month: place.month, amount: Money.of(amount), today }, figures));
      }
      default:
        return act satisfies never;
    }
  }

  private termsOf({ unit, city }: CityMonth, today: BusinessDate): Result<Terms> {
    const region = RegionCode.parse(city, '市(city)');
    if (!region.ok) return region;
    if (!isCity(city)) return reject('county.no-city', 'REC-04', 'city须为设区市或省直辖县的代码', ['city']);
    if (!city.startsWith(unit)) return reject('county.other-unit', 'SEC-01', '该市不属于本省级单位', ['city']);
    const policy = this.policies.registration(region.value, today);
    if (!policy.ok) return policy;
    const terms = policy.value.values.counties;
    return terms === null ? reject('county.none', 'REC-04', '该地政策没有县区核对和上解', ['city']) : ok(terms);
  }

  /** Claims and refunds the hospitals have confirmed; all of them cross-province, so gross (全额). */
  private confirmedOf({ city, month }: CityMonth, since: ClearingMonth): Promise<readonly SettledPart[]> {
    return this.store.database.read<SettledPart>(
      `select insured_region as county, to_char(settled_on, 'YYYY-MM') as "settledIn", count(*)::integer as claims,
              sum(fund_total + account)::numeric(18, 2)::text as amount
         from read_claims.claim
        where insured_region like $1 || '%' and settled_on between $2 and $3 and confirmed_on is not null
        group by 1, 2 order by 1, 2`,
      [isCountyOfNoCity(city) ? city : city.slice(0, 4), dayIn(since, 1), lastDayOf(month)],
    );
  }
}

/** 济源 419001, 仙桃 429004 belong to no city and stand for themselves. */
const isCountyOfNoCity = (place: string): boolean => place.slice(2, 4) === '90';
/** A county of a city has no figures of its own, else its claims would be remitted twice. */
const isCity = (place: string): boolean => isCountyOfNoCity(place) !== place.endsWith('00') && !isProvinceLevel(place);
