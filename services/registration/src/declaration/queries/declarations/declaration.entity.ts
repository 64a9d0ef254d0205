import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Row of the read model `declarations`. */
@Entity({ schema: 'read_declarations', name: 'declaration' })
export class DeclarationRow {
  @PrimaryColumn({ name: 'declaration_no', type: 'text' }) declarationNo!: string;
  @Column({ type: 'text' }) kind!: string;
  @Column({ name: 'psn_no', type: 'text' }) psnNo!: string;
  @Column({ name: 'insured_unit', type: 'text' }) insuredUnit!: string;
  @Column({ name: 'insured_region', type: 'text' }) insuredRegion!: string;
  @Column({ name: 'institution_code', type: 'text' }) institutionCode!: string;
  @Column({ name: 'institution_region', type: 'text' }) institutionRegion!: string;
  @Column({ name: 'filed_on', type: 'date' }) filedOn!: string;
  @Column({ name: 'decide_by', type: 'date', nullable: true }) decideBy!: string | null;
  @Column({ type: 'jsonb' }) details!: Readonly<Record<string, string | null>>;
  @Column({ type: 'text' }) state!: 'waiting' | 'approved' | 'refused' | 'withdrawn';
  @Column({ name: 'closed_on', type: 'date', nullable: true }) closedOn!: string | null;
  @Column({ type: 'text', nullable: true }) reason!: string | null;
  @Column({ name: 'filing_id', type: 'text', nullable: true }) filingId!: string | null;
}
