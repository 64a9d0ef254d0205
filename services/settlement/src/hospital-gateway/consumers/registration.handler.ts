import { CONTRACTS, type FilingApproved, type FilingChanged, type FilingEnded, type PersonEnrolled } from '#contracts';
import { MessageRefused, type DeliveredMessage, type MessageHandler } from '#event-bus';
import type { WriteTransaction } from '#event-store';

const PERSON = CONTRACTS.personEnrolled.type;
const APPROVED = CONTRACTS.filingApproved.type;
const CHANGED = CONTRACTS.filingChanged.type;
const ENDED = CONTRACTS.filingEnded.type;

/** Keeps what settlement must know of persons and filings, from registration's events alone (architecture §3). */
export const registrationHandler: MessageHandler = {
  types: [PERSON, APPROVED, CHANGED, ENDED],
  async apply(tx, messages) {
    const dataOf = <T>(type: string): readonly T[] =>
      messages.filter((message) => message.type === type).map(({ data }) => data as unknown as T);
    const filingId = (told: Told): string => told.filingId;
    await savePersons(tx, personsTold(messages.filter(({ type }) => type === PERSON)));
    // A filing is approved before it is changed or ended; changes and ends write different columns, in either order.
    await saveFilings(tx, lastOfEach(dataOf<FilingApproved>(APPROVED), filingId));
    await changeFilings(tx, lastOfEach(dataOf<FilingChanged>(CHANGED), filingId));
    await endFilings(tx, lastOfEach(dataOf<FilingEnded>(ENDED), filingId));
  },
};

/** One statement may write a row once; the last word about it counts. */
function lastOfEach<T>(told: readonly T[], keyOf: (one: T) => string): readonly T[] {
  return [...new Map(told.map((one) => [keyOf(one), one])).values()];
}

type PersonTold = PersonEnrolled & { readonly firstRegion: string; readonly toldPosition: string };

/** Each as last told, with where they were told to be insured first. */
function personsTold(messages: readonly DeliveredMessage[]): readonly PersonTold[] {
  const told = messages.map(({ data, position }) => ({
    ...(data as unknown as PersonEnrolled),
    toldPosition: position,
  }));
  const first = new Map(told.toReversed().map(({ psnNo, insuredRegion }) => [psnNo, insuredRegion]));
  return lastOfEach(told, ({ psnNo }) => psnNo).map((one) => ({
    ...one,
    firstRegion: first.get(one.psnNo) ?? one.insuredRegion,
  }));
}

/** What is known of a person by a later message stays, whenever an older one is replayed. */
async function savePersons(tx: WriteTransaction, persons: readonly PersonTold[]): Promise<void> {
  if (persons.length === 0) return;
  const saved = await tx.query<Pick<PersonTold, 'psnNo'>>(
    `insert into insured_person (psn_no, name, id_number, id_number_hash, sex, birth_date, insured_region, first_region,
       insurance_type, person_type, civil_servant, insurance_status, insured_since, account_balance,
       chronic_diseases, retired_on, identities, unclaimed_years, told_position)
     select r."psnNo", r.name, r."idNumber", r."idNumberHash", r.sex, r."birthDate", r."insuredRegion", r."firstRegion",
       r."insuranceType", r."personType", r."civilServant", r."insuranceStatus", r."insuredSince", r."accountBalance", r."chronicDiseases",
       r."retiredOn", r.identities, r."unclaimedYears", r."toldPosition"
       from jsonb_to_recordset($1::jsonb) as r("psnNo" text, name text, "idNumber" text, "idNumberHash" text, sex text,
       "birthDate" date, "insuredRegion" text, "firstRegion" text, "insuranceType" text, "personType" text, "civilServant" boolean,
       "insuranceStatus" text, "insuredSince" date, "accountBalance" numeric, "chronicDiseases" jsonb,
       "retiredOn" date, identities jsonb, "unclaimedYears" integer, "toldPosition" text)
     on conflict (psn_no) do update set name = excluded.name, id_number = excluded.id_number,
       id_number_hash = excluded.id_number_hash, sex = excluded.sex, birth_date = excluded.birth_date,
       insured_region = excluded.insured_region, insurance_type = excluded.insurance_type,
       person_type = excluded.person_type, civil_servant = excluded.civil_servant,
       insurance_status = excluded.insurance_status, insured_since = excluded.insured_since,
       account_balance = excluded.account_balance, chronic_diseases = excluded.chronic_diseases,
       retired_on = excluded.retired_on, identities = excluded.identities, unclaimed_years = excluded.unclaimed_years,
       told_position = excluded.told_position where insured_person.told_position <= excluded.told_position
     returning psn_no as "psnNo"`,
    [JSON.stringify(persons)],
  );
  const psnNos = new Set(saved.map(({ psnNo }) => psnNo));
  await saveCredentials(
    tx,
    persons.filter(({ psnNo }) => psnNos.has(psnNo)),
  );
}

/**
 * An enrolment tells all cards and tokens of a person, so that one it no longer tells names them no more (SET-21). Nobody else's are
 * touched: messages of two persons come in any order, and whose card it is when both are told to hold it only their places know.
 */
async function saveCredentials(tx: WriteTransaction, persons: readonly PersonEnrolled[]): Promise<void> {
  const held = persons.flatMap(({ psnNo, credentialHashes }) => credentialHashes.map((hash) => ({ hash, psnNo })));
  const told = [held.map(({ hash }) => hash), held.map(({ psnNo }) => psnNo)];
  await tx.query(
    `delete from person_credential where psn_no = any($3)
        and (credential_hash, psn_no) not in (select * from unnest($1::text[], $2::text[]))`,
    [...told, persons.map(({ psnNo }) => psnNo)],
  );
  await tx.query(
    `insert into person_credential (credential_hash, psn_no) select * from unnest($1::text[], $2::text[])
     on conflict do nothing`,
    told,
  );
}

async function saveFilings(tx: WriteTransaction, filings: readonly FilingApproved[]): Promise<void> {
  if (filings.length === 0) return;
  await tx.query(
    `insert into filing
       (filing_id, psn_no, insured_region, kind, destination, by_promise, documents_owed, valid_from, valid_to)
     select r."filingId", r."psnNo", r."insuredRegion", r.kind, r.destination, r."byPromise", r."byPromise",
       r."validFrom", r."validTo"
       from jsonb_to_recordset($1::jsonb) as r("filingId" text, "psnNo" text, "insuredRegion" text, kind text,
       destination text, "byPromise" boolean, "validFrom" date, "validTo" date)
     on conflict (filing_id) do update set valid_from = excluded.valid_from, valid_to = excluded.valid_to,
       destination = excluded.destination, kind = excluded.kind`,
    [JSON.stringify(filings)],
  );
}

async function changeFilings(tx: WriteTransaction, changed: readonly FilingChanged[]): Promise<void> {
  if (changed.length === 0) return;
  const known = await tx.query<Told>(
    `update filing f set kind = r.kind, destination = r.destination, by_promise = r."byPromise",
       documents_owed = r."documentsOwed", valid_from = r."validFrom", valid_to = r."validTo"
       from jsonb_to_recordset($1::jsonb) as r("filingId" text, kind text, destination text, "byPromise" boolean,
       "documentsOwed" boolean, "validFrom" date, "validTo" date) where f.filing_id = r."filingId"
     returning f.filing_id as "filingId"`,
    [JSON.stringify(changed)],
  );
  refuseUnknown(changed, known);
}

async function endFilings(tx: WriteTransaction, ended: readonly FilingEnded[]): Promise<void> {
  if (ended.length === 0) return;
  const known = await tx.query<Told>(
    `update filing f set ended_on = r."endedOn", ended_cause = r.cause
       from jsonb_to_recordset($1::jsonb) as r("filingId" text, "endedOn" date, cause text) where f.filing_id = r."filingId"
     returning f.filing_id as "filingId"`,
    [JSON.stringify(ended)],
  );
  refuseUnknown(ended, known);
}

interface Told {
  readonly filingId: string;
}

/** Its approval was put aside: were the end forgotten, the filing would stand for ever once the approval is replayed. */
function refuseUnknown(told: readonly Told[], known: readonly Told[]): void {
  const unknown = told.find(({ filingId }) => !known.some((row) => row.filingId === filingId));
  if (unknown === undefined) return;
  const message = `备案${unknown.filingId}尚未收到，请先重放其备案成功的消息`;
  throw new MessageRefused({ code: 'filing.unknown', rule: 'REG-13', message });
}
