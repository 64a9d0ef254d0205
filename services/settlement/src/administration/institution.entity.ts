import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { InputSignature } from '../hospital-gateway/messages/index.js';

/** 定点医药机构 (N22 art. 15). */
@Entity({ schema: 'public', name: 'institution' })
export class InstitutionRow {
  @PrimaryColumn({ type: 'text' }) code!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) region!: string;
  @Column({ type: 'text' }) kind!: 'hospital' | 'pharmacy';
  @Column({ name: 'settlement_level', type: 'smallint' }) settlementLevel!: number;
  @Column({ type: 'boolean' }) open!: boolean;
  @Column({ type: 'text' }) transport!: 'csb' | 'x-tif' | 'apikey' | 'oauth' | 'network';
  @Column({ name: 'access_key', type: 'text' }) accessKey!: string;
  @Column({ type: 'text' }) secret!: string;
  @Column({ type: 'jsonb' }) marks!: readonly string[];
  @Column({ type: 'jsonb', nullable: true }) networks!: readonly string[] | null;
  @Column({ name: 'input_key', type: 'text', nullable: true }) inputKey!: string | null;
  @Column({ name: 'input_signature', type: 'jsonb', nullable: true }) inputSignature!: InputSignature | null;
  @Column({ name: 'account_in_funds', type: 'boolean' }) accountInFunds!: boolean;
  @Column({ name: 'changed_by', type: 'text' }) changedBy!: string;
}
