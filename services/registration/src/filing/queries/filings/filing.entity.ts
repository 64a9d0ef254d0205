import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Row of the read model `filings`. */
@Entity({ schema: 'read_filings', name: 'filing' })
export class FilingRow {
  @PrimaryColumn({ name: 'filing_id', type: 'text' }) filingId!: string;
  @Column({ name: 'psn_no', type: 'text' }) psnNo!: string;
  @Column({ name: 'insured_unit', type: 'text' }) insuredUnit!: string;
  @Column({ name: 'insured_region', type: 'text' }) insuredRegion!: string;
  @Column({ type: 'text' }) kind!: string;
  @Column({ type: 'text' }) destination!: string;
  @Column({ name: 'by_promise', type: 'boolean' }) byPromise!: boolean;
  @Column({ type: 'text' }) channel!: string;
  @Column({ name: 'applied_on', type: 'date' }) appliedOn!: string;
  @Column({ name: 'valid_from', type: 'date' }) validFrom!: string;
  @Column({ name: 'valid_to', type: 'date', nullable: true }) validTo!: string | null;
  @Column({ type: 'boolean' }) owed!: boolean;
  @Column({ name: 'owed_any_of', type: 'text', array: true }) owedAnyOf!: string[];
  @Column({ name: 'owed_until', type: 'date', nullable: true }) owedUntil!: string | null;
  @Column({ name: 'reminded_on', type: 'date', nullable: true }) remindedOn!: string | null;
  @Column({ name: 'ended_on', type: 'date', nullable: true }) endedOn!: string | null;
  @Column({ name: 'ended_cause', type: 'text', nullable: true }) endedCause!: string | null;
}
