import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Row of the read model `claims`. */
@Entity({ schema: 'read_claims', name: 'claim' })
export class ClaimRow {
  @PrimaryColumn({ name: 'claim_id', type: 'text' }) claimId!: string;
  @Column({ name: 'refund_of', type: 'text', nullable: true }) refundOf!: string | null;
  @Column({ name: 'refunded_by', type: 'text', nullable: true }) refundedBy!: string | null;
  @Column({ name: 'visit_id', type: 'text' }) visitId!: string;
  @Column({ name: 'visit_kind', type: 'text' }) visitKind!: string;
  @Column({ name: 'psn_no', type: 'text' }) psnNo!: string;
  @Column({ type: 'text' }) scheme!: string;
  @Column({ type: 'text' }) payer!: string;
  @Column({ type: 'text' }) receiver!: string;
  @Column({ name: 'institution_code', type: 'text' }) institutionCode!: string;
  @Column({ name: 'settled_on', type: 'date' }) settledOn!: string;
  @Column({ name: 'admitted_on', type: 'date', nullable: true }) admittedOn!: string | null;
  @Column({ name: 'discharged_on', type: 'date', nullable: true }) dischargedOn!: string | null;
  @Column({ name: 'inpatient_number', type: 'text', nullable: true }) inpatientNumber!: string | null;
  @Column({ name: 'invoice_number', type: 'text', nullable: true }) invoiceNumber!: string | null;
  @Column({ type: 'numeric' }) total!: string;
  @Column({ name: 'fund_total', type: 'numeric' }) fundTotal!: string;
  @Column({ type: 'numeric' }) account!: string;
  @Column({ type: 'numeric' }) cash!: string;
  @Column({ name: 'hospital_borne', type: 'numeric' }) hospitalBorne!: string;
  @Column({ name: 'confirmed_on', type: 'date', nullable: true }) confirmedOn!: string | null;
}
