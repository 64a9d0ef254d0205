import { Column, Entity, PrimaryColumn } from 'typeorm';

/** 参保地 A place of insurance that adjudicates itself. */
@Entity({ schema: 'public', name: 'remote_place' })
export class RemotePlaceRow {
  @PrimaryColumn({ type: 'text' }) unit!: string;
  @Column({ type: 'text' }) name!: string;
  @Column({ type: 'text' }) url!: string;
  @Column({ type: 'text' }) transport!: 'csb' | 'x-tif' | 'apikey';
  @Column({ name: 'access_key', type: 'text' }) accessKey!: string;
  @Column({ type: 'text' }) secret!: string;
  @Column({ name: 'timeout_ms', type: 'integer' }) timeoutMs!: number;
  @Column({ type: 'boolean' }) open!: boolean;
  @Column({ name: 'changed_by', type: 'text' }) changedBy!: string;
}
