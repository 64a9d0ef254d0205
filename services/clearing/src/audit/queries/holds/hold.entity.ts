import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Row of the read model `holds`. */
@Entity({ schema: 'read_holds', name: 'hold' })
export class HoldRow {
  @PrimaryColumn({ name: 'claim_id', type: 'text' }) claimId!: string;
  @Column({ type: 'text' }) payer!: string;
  @Column({ type: 'text' }) receiver!: string;
  @Column({ type: 'text' }) scheme!: string;
  @Column({ type: 'numeric' }) total!: string;
  @Column({ name: 'held_from', type: 'numeric', nullable: true }) heldFrom!: string | null;
  @Column({ name: 'opened_on', type: 'date' }) openedOn!: string;
  @Column({ type: 'text' }) status!: string;
  @Column({ name: 'released_on', type: 'date', nullable: true }) releasedOn!: string | null;
  @Column({ type: 'text', nullable: true }) cause!: string | null;
  @Column({ type: 'text' }) investigation!: string;
  @Column({ name: 'requested_on', type: 'date', nullable: true }) requestedOn!: string | null;
  @Column({ type: 'text', nullable: true }) suspicion!: string | null;
  @Column({ type: 'integer' }) lists!: number;
  @Column({ name: 'last_list', type: 'text', nullable: true }) lastList!: string | null;
  @Column({ name: 'answered_on', type: 'date', nullable: true }) answeredOn!: string | null;
  @Column({ type: 'text', nullable: true }) result!: string | null;
  @Column({ name: 'answer_reason', type: 'text', nullable: true }) answerReason!: string | null;
  @Column({ name: 'answer_confirmed_on', type: 'date', nullable: true }) answerConfirmedOn!: string | null;
  @Column({ name: 'proposed_by', type: 'text', nullable: true }) proposedBy!: string | null;
  @Column({ name: 'approved_by', type: 'text', nullable: true }) approvedBy!: string | null;
  @Column({ name: 'request_no', type: 'text', nullable: true }) requestNo!: string | null;
  @Column({ name: 'answer_by', type: 'date', nullable: true }) answerBy!: string | null;
  @Column({ name: 'answered_late', type: 'boolean', nullable: true }) answeredLate!: boolean | null;
  @Column({ name: 'confirm_by', type: 'date', nullable: true }) confirmBy!: string | null;
  @Column({ name: 'confirmed_late', type: 'boolean', nullable: true }) confirmedLate!: boolean | null;
  @Column({ type: 'integer' }) disputes!: number;
  @Column({ name: 'dispute_reason', type: 'text', nullable: true }) disputeReason!: string | null;
}
