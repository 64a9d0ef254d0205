import type { DomainEvent, StreamDefinition, StreamRef } from '#event-store';

/** 问题类型: what a request is about decides how long the answer may take (COL-01). */
export type ProblemKind = 'filing' | 'system-fault' | 'other';

/** Who has to act: a clearing unit, or the national agency one level up. */
export type Party = string;

type Named = { readonly requestId: string };

export type Raised = Named & {
  readonly asker: string;
  readonly asked: Party;
  readonly kind: ProblemKind;
  readonly matter: string;
  /** 人员编号 of the insured person it concerns; null where it concerns nobody. */
  readonly psnNo: string | null;
  /** The claim it speaks of, whatever its amount (AUD-08). */
  readonly claimId: string | null;
  readonly raisedOn: string;
  readonly dueOn: string;
};

export type ProblemEvent =
  | DomainEvent<'ProblemRaised', Raised>
  | DomainEvent<
      'ProblemAnswered',
      Named & {
        readonly by: Party;
        readonly on: string;
        /** As the first responder found it to be. */
        readonly kind: ProblemKind;
        readonly result: string;
        /** 其他协同机构: units that helped. */
        readonly helpers: readonly string[];
        readonly late: boolean;
        /** Last day on which the asker may still dispute; silence after it is consent. */
        readonly confirmBy: string;
      }
    >
  | DomainEvent<'ExtensionProposed', Named & { readonly on: string; readonly until: string; readonly reason: string }>
  | DomainEvent<'ExtensionAgreed', Named & { readonly on: string; readonly until: string }>
  | DomainEvent<'ResultConfirmed', Named & { readonly on: string; readonly silent: boolean }>
  | DomainEvent<
      'ProblemEscalated',
      Named & { readonly on: string; readonly to: Party; readonly reason: string; readonly dueOn: string }
    >
  | DomainEvent<'ProblemOverdue', Named & { readonly dueOn: string; readonly noticedOn: string }>;

/** 问题协同 One problem request between two agencies (COL-01, COL-02). */
export interface Problem {
  readonly status: 'none' | 'open' | 'answered' | 'closed';
  readonly asker: string;
  /** The claim it names (AUD-08). */
  readonly claimId: string | null;
  /** 第一响应人 First responder: owns it until it is answered. */
  readonly owner: Party;
  readonly kind: ProblemKind;
  readonly dueOn: string;
  readonly proposed: string | null;
  readonly confirmBy: string | null;
  readonly overdueNoticed: boolean;
}

const NONE: Problem = {
  status: 'none',
  asker: '',
  claimId: null,
  owner: '',
  kind: 'other',
  dueOn: '',
  proposed: null,
  confirmBy: null,
  overdueNoticed: false,
};

export function evolveProblem(problem: Problem, event: ProblemEvent): Problem {
  switch (event.type) {
    case 'ProblemRaised': {
      const { asker, asked, claimId, kind, dueOn } = event.data;
      return { ...NONE, status: 'open', asker, claimId, owner: asked, kind, dueOn };
    }
    case 'ProblemAnswered': {
      const { kind, confirmBy } = event.data;
      return { ...problem, status: 'answered', kind, confirmBy, proposed: null };
    }
    case 'ExtensionProposed':
      return { ...problem, proposed: event.data.until };
    case 'ExtensionAgreed':
      return { ...problem, dueOn: event.data.until, proposed: null, overdueNoticed: false };
    case 'ResultConfirmed':
      return { ...problem, status: 'closed' };
    case 'ProblemEscalated': {
      const { to, dueOn } = event.data;
      return { ...problem, status: 'open', owner: to, dueOn, confirmBy: null, overdueNoticed: false };
    }
    case 'ProblemOverdue':
      return { ...problem, overdueNoticed: true };
    default:
      return event satisfies never;
  }
}

const definition: StreamDefinition<Problem, ProblemEvent> = {
  category: 'problem',
  initialState: () => NONE,
  evolve: evolveProblem,
};

export const problemRef = (requestId: string): StreamRef<Problem> => ({ id: `problem-${requestId}`, definition });
