import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { DeclarationFiled } from '#contracts';
import { EventStore } from '#event-store';
import { ok, reject, RegionCode, type Result } from '#kernel';
import type { FieldCipher } from '#privacy';
import { EVENT_STORE, FIELD_CIPHER } from '#service';
import { answeredBefore, unknownPerson } from '../../../hospital-gateway/answers.js';
import { idempotencyOf } from '../../../hospital-gateway/call.js';
import { Directory, type InsuredPerson } from '../../../hospital-gateway/directory/directory.js';
import { numberFor } from '../../../hospital-gateway/numbers.js';
import { decideFile } from '../../domain/declaration.js';
import { DeclarationWriter } from '../declaration-writer.js';
import { detailsOf, type Filing } from './details.js';

/** 2501, 2501A, 2503, 2505, 2507 待遇申报; answers its number. */
export class FileDeclarationCommand extends Command<Result<string>> {
  constructor(readonly filing: Filing) {
    super();
  }
}

@CommandHandler(FileDeclarationCommand)
export class FileDeclarationHandler implements ICommandHandler<FileDeclarationCommand> {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(FIELD_CIPHER) private readonly cipher: FieldCipher,
    private readonly directory: Directory,
    private readonly declarations: DeclarationWriter,
  ) {}

  async execute({ filing }: FileDeclarationCommand): Promise<Result<string>> {
    const { call } = filing;
    const person = await this.declaredPerson(filing);
    if (!person.ok) return (await answeredBefore<string>(this.store, idempotencyOf(call))) ?? person;
    const declarationNo = numberFor(call.businessDate, 'declaration', call.envelope.idempotencyKey);
    const insuredRegion = RegionCode.of(person.value.insuredRegion);
    const filed = filedOf(filing, declarationNo);
    return this.declarations.write(call, declarationNo, {
      answer: declarationNo,
      decide: (declaration) => decideFile(filed, insuredRegion, declaration),
    });
  }

  /** Known, and the one the document names (SET-21); where the person is insured the directory says, not the caller. */
  private async declaredPerson(filing: Filing): Promise<Result<InsuredPerson>> {
    const person = await this.directory.person(filing.call.request.personNo);
    if (person === null) return unknownPerson();
    const documentNo = filing.kind === 'injury' ? filing.call.request.credential.documentNo : undefined;
    if (documentNo === undefined || this.cipher.searchHash('id-number', documentNo) === person.idNumberHash) {
      return ok(person);
    }
    return reject('person.other-document', 'SET-21', '证件号码与人员编号不是同一人，请核对', ['certno']);
  }
}

function filedOf(filing: Filing, declarationNo: string): DeclarationFiled {
  const { institution, request, businessDate } = filing.call;
  return {
    ...{ declarationNo, psnNo: request.personNo, institutionCode: institution.code },
    institutionRegion: institution.region,
    institutionLevel: String(institution.settlementLevel) as DeclarationFiled['institutionLevel'],
    filedOn: businessDate,
    ...detailsOf(filing),
  };
}
