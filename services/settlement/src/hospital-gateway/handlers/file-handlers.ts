import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ok } from '#kernel';
import { UploadFileCommand } from '../commands/upload-file/upload-file.js';
import { ExchangeFiles } from '../files/exchange-files.js';
import type { HandlersOf } from './handlers.js';

/** 9101 and 9102: files of the institution that asks, and of nobody else (SEC-01). */
@Injectable()
export class FileHandlers {
  constructor(
    private readonly commands: CommandBus,
    private readonly files: ExchangeFiles,
  ) {}

  readonly handlers: HandlersOf<'9101' | '9102'> = {
    '9101': async (request, facts) => {
      const uploaded = await this.commands.execute(new UploadFileCommand({ ...facts, request }));
      return uploaded.ok ? ok({ ...uploaded.value, institutionCode: facts.institution.code }) : uploaded;
    },
    '9102': async ({ fileNo }, { institution }) => {
      const found = await this.files.find(fileNo, institution.code);
      return found.ok ? ok({ filename: found.value.filename, content: found.value.content }) : found;
    },
  };
}
