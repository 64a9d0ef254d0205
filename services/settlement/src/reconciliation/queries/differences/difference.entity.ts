import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Row of the read model `differences`. */
@Entity({ schema: 'read_differences', name: 'difference' })
export class DifferenceRow {
  @PrimaryColumn({ name: 'difference_id', type: 'text' }) differenceId!: string;
  @Column({ name: 'claim_id', type: 'text' }) claimId!: string;
  @Column({ name: 'business_date', type: 'date' }) businessDate!: string;
  @Column({ type: 'text' }) class!: string;
  @Column({ type: 'text' }) side!: string;
  @Column({ type: 'text' }) owner!: string;
  @Column({ type: 'text' }) detail!: string;
  @Column({ name: 'found_on', type: 'date' }) foundOn!: string;
  @Column({ name: 'closed_on', type: 'date', nullable: true }) closedOn!: string | null;
  @Column({ type: 'text', nullable: true }) reason!: string | null;
}
