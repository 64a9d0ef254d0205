import type { VisitKind } from '#contracts';
import { clearingMonth, dayOfMonth, lastDayOf, type ClearingMonth } from '#kernel';
import { Random } from '../random.js';
import { makeInstitutions, type Institution } from './institutions.js';
import { makePerson, type Person } from './people.js';
import { CENTRES, PLACES } from './places.js';
import { kindsOf, makeSession, type Session } from './sessions.js';

export interface WorldOptions {
  readonly seed: number;
  /** Sessions that end in a settlement or a refusal. */
  readonly claims: number;
  /** `YYYY-MM`. */
  readonly month: string;
  /** Of a world that is one month of several: its place among them, so that nobody and no session comes twice. */
  readonly place?: number;
}

/** Everybody outside the platform for one month, drawn from the seed and nothing else. */
export interface World {
  readonly seed: number;
  readonly month: ClearingMonth;
  readonly days: number;
  readonly institutions: readonly Institution[];
  readonly persons: readonly Person[];
  /** In the order of days; the sessions of one person follow one another. */
  readonly sessions: readonly Session[];
}

/** Stays every month has, around the border of AUD-01 and early enough to be investigated in it. */
const BORDER_STAYS: readonly { readonly day: number; readonly totalFen: number }[] = [
  { day: 12, totalFen: 4_586_020 },
  { day: 13, totalFen: 3_000_000 },
  { day: 14, totalFen: 2_999_999 },
];
const UNFILED_PERMILLE = 30;
const SUSPENDED_PERMILLE = 10;
const VISITS_OF_ONE_PERSON = 3;
/** Numbers of persons and sessions begin anew at every place among several months; prime to the width of 顺序码. */
const NUMBERS_OF_A_PLACE = 9_997;

export function makeWorld({ seed, claims, month, place = 0 }: WorldOptions): World {
  const of = clearingMonth(month);
  const days = dayOfMonth(lastDayOf(of));
  const institutions = makeInstitutions(new Random(seed, 'institutions'), claims);
  const drawnFor = (what: string): Random => new Random(seed, place === 0 ? what : `${what} ${place}`);
  const random = drawnFor('sessions');
  const first = place * NUMBERS_OF_A_PLACE;
  const patients = new Patients(drawnFor('people'), institutions, first);
  const sessions = kindsOf(claims).map((kind, index) => {
    const border = kind === 'inpatient' ? BORDER_STAYS[index] : undefined;
    const { person, institution } = patients.next(kind, border !== undefined);
    const of = { number: first + index, person, institution, kind, lastDay: days, day: random.int(1, days) };
    return makeSession(random, border === undefined ? of : { ...of, ...border });
  });
  return { seed, month: of, days, institutions, persons: patients.persons, sessions: inOrder(sessions) };
}

const inOrder = (sessions: readonly Session[]): readonly Session[] =>
  [...sessions].sort((a, b) => a.day - b.day || a.number - b.number);

/** Draws who comes: a stay has a patient of its own, other visits share one in threes. */
class Patients {
  readonly persons: Person[] = [];
  private readonly careOf = new Map<string, string>();
  private readonly current = new Map<VisitKind, { readonly person: Person; visits: number }>();

  private readonly near = new Map<string, Institution[]>();

  constructor(
    private readonly random: Random,
    institutions: readonly Institution[],
    private readonly before: number,
  ) {
    for (const one of institutions) {
      const place = `${one.unit} ${one.kind}`;
      this.near.set(place, [...(this.near.get(place) ?? []), one]);
    }
  }

  next(kind: VisitKind, inOrder: boolean): { readonly person: Person; readonly institution: Institution } {
    const person = inOrder ? this.newPerson(true) : this.personFor(kind);
    const wanted = kind === 'pharmacy' ? 'pharmacy' : 'hospital';
    const careUnit = this.careOf.get(person.psnNo);
    const near = this.near.get(`${careUnit} ${wanted}`) ?? [];
    return { person, institution: this.random.pick(near) };
  }

  private personFor(kind: VisitKind): Person {
    if (kind === 'inpatient') return this.newPerson();
    const known = this.current.get(kind);
    if (known !== undefined && known.visits < VISITS_OF_ONE_PERSON) {
      known.visits += 1;
      return known.person;
    }
    const person = this.newPerson();
    this.current.set(kind, { person, visits: 1 });
    return person;
  }

  private newPerson(inOrder = false): Person {
    const { random } = this;
    const careUnit = random.permille(700) ? random.pick(CENTRES) : random.pick(PLACES).unit;
    const others = PLACES.filter(({ unit }) => unit !== careUnit);
    const person = makePerson(random, {
      number: this.before + this.persons.length + 1,
      unit: random.pick(others).unit,
      careUnit,
      filed: !random.permille(UNFILED_PERMILLE) || inOrder,
      suspended: random.permille(SUSPENDED_PERMILLE) && !inOrder,
    });
    this.persons.push(person);
    this.careOf.set(person.psnNo, careUnit);
    return person;
  }
}
