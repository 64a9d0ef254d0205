import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Row of the read model `documents`. */
@Entity({ schema: 'read_documents', name: 'document' })
export class DocumentRow {
  @PrimaryColumn({ name: 'document_id', type: 'text' }) documentId!: string;
  @Column({ name: 'psn_no', type: 'text' }) psnNo!: string;
  @Column({ name: 'insured_unit', type: 'text' }) insuredUnit!: string;
  @Column({ name: 'insured_region', type: 'text' }) insuredRegion!: string;
  @Column({ type: 'text' }) kind!: string;
  @Column({ name: 'media_type', type: 'text' }) mediaType!: string;
  @Column({ type: 'integer' }) bytes!: number;
  @Column({ type: 'text' }) hash!: string;
  @Column({ name: 'stored_on', type: 'date' }) storedOn!: string;
  @Column({ name: 'kept_until', type: 'date' }) keptUntil!: string;
  @Column({ type: 'text', nullable: true }) purpose!: string | null;
  @Column({ name: 'deleted_on', type: 'date', nullable: true }) deletedOn!: string | null;
  @Column({ name: 'deleted_reason', type: 'text', nullable: true }) deletedReason!: string | null;
}
