import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#event-store';
import { ok, reject, type Result } from '#kernel';
import { EVENT_STORE } from '#service';
import type { Catalogue } from '../../../adjudication/index.js';
import { CATALOGUE } from '../../../tokens.js';
import { unknownPerson } from '../../answers.js';
import { Directory } from '../../directory/directory.js';
import type { CallFacts } from '../../handlers/handlers.js';
import { dictionaryOf } from '../../messages/index.js';
import { wasIdentified } from '../identify-person/identified.js';
import type {
  CataloguePageAnswer,
  CataloguePageRequest,
  ChronicAnswer,
  ChronicRow,
  DesignationRow,
  DesignationsAnswer,
  DictionaryAnswer,
  DictionaryRequest,
  InstitutionAnswer,
  InstitutionQueryRequest,
  ReferralRow,
  ReferralsAnswer,
  ReferralsQueryRequest,
} from '../../messages/index.js';

/** Institutions one answer of 1201 may hold. */
const MAX_INSTITUTIONS = 100;

/** What hospitals look up: institutions, the catalogue of the place of care, granted declarations. */
@Injectable()
export class Reference {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
    private readonly directory: Directory,
  ) {}

  /** 1201: open institutions by number, or by a part of the name. */
  async institutions(request: InstitutionQueryRequest): Promise<Result<readonly InstitutionAnswer[]>> {
    const { code, name } = request;
    const found = await this.store.database.read<InstitutionAnswer>(
      `select code, name, kind, settlement_level as "settlementLevel" from institution
        where open and ($1::text is null or code = $1) and ($2::text is null or position($2 in name) > 0)
        order by code limit ${MAX_INSTITUTIONS}`,
      [code ?? null, code === undefined ? (name ?? null) : null],
    );
    if (found.length > 0) return ok(found);
    return reject('institution.unknown', 'N22-15', '没有这家定点医药机构', ['fixmedins_code', 'fixmedins_name']);
  }

  /** 1312, 1318, 1319. */
  items({ code, name, page, pageSize }: CataloguePageRequest): CataloguePageAnswer {
    const found =
      code === undefined
        ? [...this.catalogue.values()].filter((item) => name === undefined || item.name.includes(name))
        : [this.catalogue.get(code) ?? []].flat();
    const rows = found.slice((page - 1) * pageSize, page * pageSize).map((item) => ({
      code: item.code,
      name: item.name,
      itemClass: item.class,
      chargeCategory: item.category,
      selfPayRatio: String(item.selfpayProp),
      priceCeiling: item.priceCeiling,
      restricted: item.restricted,
    }));
    return { rows, totalCount: found.length, page, pageSize };
  }

  /** 1901: codes that hold; of those that hold no more there are none. */
  dictionary({ kind, valid }: DictionaryRequest): Result<DictionaryAnswer> {
    const codes = dictionaryOf(kind);
    if (codes === null) return reject('dictionary.unknown', 'FORMAT', '本平台没有该字典(type)', ['type']);
    return ok({ kind, codes: valid === '0' ? [] : codes });
  }

  /** Nobody is told of a person who neither filed for its place nor was treated or showed a credential in it (SEC-01). */
  async refuseElsewhere(psnNo: string, facts: CallFacts): Promise<Result<never> | null> {
    if ((await this.directory.person(psnNo)) === null) return unknownPerson();
    const { institution } = facts;
    if (await this.directory.hasFiledFor(psnNo, institution)) return null;
    if (await wasIdentified(this.store, facts, psnNo)) return null;
    if (await this.directory.wasTreatedIn(psnNo, institution)) return null;
    const message = '该参保人没有到本地的备案，也未在本机构就诊，请先核验就诊凭证(1101)';
    return reject('person.elsewhere', 'SEC-01', message, ['psn_no']);
  }

  /** 5301: what the place of insurance has recognised or granted; what waits is no entitlement yet (SET-11). */
  async chronic(psnNo: string): Promise<Result<ChronicAnswer>> {
    const person = await this.directory.person(psnNo);
    if (person === null) return unknownPerson();
    const told = [...(person.chronicDiseases ?? []), ...(await this.directory.grantedDiseases(person))];
    const diseases = told.map(({ code, from, to }): ChronicRow => ({ diseaseCode: code, beginsOn: from, endsOn: to }));
    return ok({ diseases });
  }

  /** 5302. */
  async designations(psnNo: string, applicationKind: string): Promise<Result<DesignationsAnswer>> {
    if ((await this.directory.person(psnNo)) === null) return unknownPerson();
    const designations = await this.store.database.read<DesignationRow>(
      `select null as "insuranceType", details->>'order' as "order", details->>'chosenInstitution' as "institutionCode",
              coalesce(details->>'beginsOn', filed_on::text) as "beginsOn", details->>'endsOn' as "endsOn"
         from read_declarations.declaration
        where psn_no = $1 and kind = 'designated-institution' and outcome = 'approved' and withdrawn_on is null
          and details->>'businessType' = $2 order by declaration_no`,
      [psnNo, applicationKind],
    );
    return ok({ personNo: psnNo, designations });
  }

  /** 5304: referrals that were granted, dated in the period. */
  async referrals({ personNo, from, to }: ReferralsQueryRequest): Promise<Result<ReferralsAnswer>> {
    const person = await this.directory.person(personNo);
    if (person === null) return unknownPerson();
    const found = await this.store.database.read<Omit<ReferralRow, 'insuredArea'>>(
      `select declaration_no as "declarationNo", details->>'diagnosisCode' as "diagnosisCode",
              details->>'receivingInstitution' as "receivingInstitution", details->>'receivingRegion' as "receivingArea",
              details->>'referredOn' as "referredOn", details->>'beginsOn' as "beginsOn", details->>'endsOn' as "endsOn"
         from read_declarations.declaration
        where psn_no = $1 and kind = 'referral' and outcome = 'approved' and withdrawn_on is null
          and details->>'referredOn' between $2 and $3 order by declaration_no`,
      [personNo, from, to ?? '9999-12-31'],
    );
    const { insuranceType, insuredRegion: insuredArea } = person;
    return ok({ personNo, insuranceType, referrals: found.map((row) => ({ ...row, insuredArea })) });
  }
}
