import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Result } from '#kernel';
import type { CheckedCall } from '../../../hospital-gateway/call.js';
import type { WithdrawalRequest } from '../../../hospital-gateway/messages/index.js';
import { decideWithdraw, type Withdraw } from '../../domain/declaration.js';
import { DeclarationWriter } from '../declaration-writer.js';

/** 2502, 2504, 2506 待遇申报撤销. */
export class WithdrawDeclarationCommand extends Command<Result<null>> {
  constructor(
    readonly kind: Withdraw['kind'],
    readonly call: CheckedCall<WithdrawalRequest>,
  ) {
    super();
  }
}

@CommandHandler(WithdrawDeclarationCommand)
export class WithdrawDeclarationHandler implements ICommandHandler<WithdrawDeclarationCommand> {
  constructor(private readonly declarations: DeclarationWriter) {}

  execute({ kind, call }: WithdrawDeclarationCommand): Promise<Result<null>> {
    const { declarationNo, personNo: psnNo } = call.request;
    const command = { declarationNo, psnNo, kind, institutionCode: call.institution.code, on: call.businessDate };
    return this.declarations.write(call, declarationNo, {
      answer: null,
      decide: (declaration) => decideWithdraw(command, declaration),
    });
  }
}
