import type { Position } from './types.js';

export const START: Position = { epoch: 0, transactionId: '0', globalPosition: '0' };

/** Text that sorts as the position does; the id part of bus messages and the mark consumers keep. */
export function positionText(position: Position): string {
  return [
    String(position.epoch).padStart(6, '0'),
    position.transactionId.padStart(20, '0'),
    position.globalPosition.padStart(19, '0'),
  ].join('.');
}

export function parsePosition(text: string): Position {
  const [epoch, transactionId, globalPosition] = text.split('.');
  if (epoch === undefined || transactionId === undefined || globalPosition === undefined) {
    throw new RangeError(`not a log position: ${text}`);
  }
  return {
    epoch: Number(epoch),
    transactionId: BigInt(transactionId).toString(),
    globalPosition: BigInt(globalPosition).toString(),
  };
}
