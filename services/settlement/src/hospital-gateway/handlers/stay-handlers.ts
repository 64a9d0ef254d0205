import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ok, type Result } from '#kernel';
import {
  AmendAdmissionCommand,
  CancelAdmissionCommand,
  FileAttributeCommand,
  RemarkLineCommand,
} from '../../visit/commands/change-stay/change-stay.js';
import {
  DischargePatientCommand,
  UndoDischargeCommand,
} from '../../visit/commands/discharge-patient/discharge-patient.js';
import type { NoAnswer } from '../messages/index.js';
import type { HandlersOf } from './handlers.js';

const nothing = (result: Result<unknown>): Result<NoAnswer> => (result.ok ? ok(undefined) : result);

/** What becomes of a stay between its admission and its settlement. */
@Injectable()
export class StayHandlers {
  constructor(private readonly commands: CommandBus) {}

  readonly handlers: HandlersOf<'2306' | '2402' | '2403' | '2404' | '2405' | '2406'> = {
    '2306': async (request, facts) =>
      nothing(await this.commands.execute(new RemarkLineCommand({ ...facts, request }))),
    '2402': async (request, facts) =>
      nothing(await this.commands.execute(new DischargePatientCommand({ ...facts, request }))),
    '2403': async (request, facts) =>
      nothing(await this.commands.execute(new AmendAdmissionCommand({ ...facts, request }))),
    '2404': async (request, facts) =>
      nothing(await this.commands.execute(new CancelAdmissionCommand({ ...facts, request }))),
    '2405': async (request, facts) =>
      nothing(await this.commands.execute(new UndoDischargeCommand({ ...facts, request }))),
    '2406': async (request, facts) => {
      const filed = await this.commands.execute(new FileAttributeCommand({ ...facts, request }));
      return filed.ok ? ok({ detailNo: filed.value }) : filed;
    },
  };
}
