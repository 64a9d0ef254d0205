import type { DeclarationFiled, DeclarationReviewed } from '#contracts';
import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';
import { ok, reject, type Result } from '#kernel';
import { filingIdOf } from './referral-number.js';

/** A declaration as it arrived, with the person's place of insurance and the day by which it is to be reviewed. */
export type DeclarationReceived = DeclarationFiled & {
  readonly insuredRegion: string;
  /** Null where the working days of that year are not published yet (REG-05). */
  readonly decideBy: string | null;
};

export type DeclarationEvent =
  | DomainEvent<'DeclarationReceived', DeclarationReceived>
  | DomainEvent<'DeclarationReviewed', DeclarationReviewed>
  | DomainEvent<
      'DeclarationWithdrawn',
      { readonly declarationNo: string; readonly psnNo: string; readonly withdrawnOn: string }
    >;

/** 待遇申报 What a hospital declared for its patient, at the place of insurance that reviews it (REG-05). */
export interface Declaration {
  readonly received: DeclarationReceived | null;
  readonly review: DeclarationReviewed | null;
  readonly withdrawnOn: string | null;
}

const NO_DECLARATION: Declaration = { received: null, review: null, withdrawnOn: null };

export function evolveDeclaration(declaration: Declaration, event: DeclarationEvent): Declaration {
  switch (event.type) {
    case 'DeclarationReceived':
      return { ...declaration, received: event.data };
    case 'DeclarationReviewed':
      return { ...declaration, review: event.data };
    case 'DeclarationWithdrawn':
      return { ...declaration, withdrawnOn: event.data.withdrawnOn };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Declaration, DeclarationEvent> = {
  category: 'declaration',
  initialState: () => NO_DECLARATION,
  evolve: evolveDeclaration,
};

export const declarationRef = (declarationNo: string): StreamRef<Declaration> => ({
  id: `declaration-${declarationNo}`,
  definition,
});

export interface ReviewDeclaration {
  readonly declarationNo: string;
  readonly psnNo: string;
  /** Place of insurance the caller acts for. */
  readonly insuredRegion: string;
  readonly outcome: DeclarationReviewed['outcome'];
  /** Why not; the hospital is told. */
  readonly reason: string | null;
  readonly on: string;
}

/** 审核 by the agency, once (REG-05). A referral is decided as the filing it asks for. */
export function decideReview(
  command: ReviewDeclaration,
  declaration: Declaration,
): Result<readonly DeclarationEvent[]> {
  const refusal = refuseStranger(command, declaration) ?? refuseClosed(declaration) ?? refuseUnreasoned(command);
  if (refusal !== null) return refusal;
  const { declarationNo, psnNo, insuredRegion, outcome, on } = command;
  const reason = outcome === 'refused' ? command.reason : null;
  return ok([
    {
      type: 'DeclarationReviewed',
      data: { declarationNo, psnNo, outcome, reason, filingId: null, reviewedOn: on, insuredRegion },
    },
  ]);
}

function refuseStranger({ insuredRegion, psnNo }: ReviewDeclaration, { received }: Declaration): Result<never> | null {
  if (received === null) {
    return reject('declaration.unknown', 'REG-05', '未找到该待遇申报，请核对流水号', ['declarationNo']);
  }
  if (received.insuredRegion !== insuredRegion) {
    return reject('declaration.other-region', 'SEC-01', '该待遇申报由另一参保地审核', ['insuredRegion']);
  }
  return received.psnNo === psnNo
    ? null
    : reject('declaration.other-person', 'SET-21', '待遇申报与人员编号不符', ['psnNo']);
}

function refuseClosed({ received, review, withdrawnOn }: Declaration): Result<never> | null {
  const fields = ['declarationNo'];
  if (received?.kind === 'referral') {
    const message = `转院申报随备案申请审核，请办理备案${filingIdOf(received.declarationNo)}`;
    return reject('declaration.by-filing', 'REG-05', message, fields);
  }
  if (withdrawnOn !== null) {
    return reject('declaration.withdrawn', 'REG-05', '该待遇申报已由医药机构撤销，无需审核', fields);
  }
  return review === null ? null : reject('declaration.reviewed', 'REG-05', '该待遇申报已审核', fields);
}

const refuseUnreasoned = ({ outcome, reason }: ReviewDeclaration): Result<never> | null =>
  outcome === 'refused' && reason === null
    ? reject('declaration.reason-missing', 'REG-05', '审核不通过须说明理由', ['reason'])
    : null;
