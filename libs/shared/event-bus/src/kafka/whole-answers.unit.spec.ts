import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Frames } from './whole-answers.js';

function frameOf(body: Uint8Array): Buffer {
  const frame = Buffer.alloc(4 + body.length);
  frame.writeInt32BE(body.length);
  frame.set(body, 4);
  return frame;
}

/** Where the frames of a stream end, its beginning included. */
const bordersOf = (frames: readonly Buffer[]): number[] =>
  frames.reduce((ends, frame) => [...ends, (ends.at(-1) ?? 0) + frame.length], [0]);

describe('frames of the Kafka protocol', () => {
  it('come out whole, in order and as soon as they are complete, however the bytes arrive', () => {
    const bodies = fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 8 });
    const cuts = fc.array(fc.nat(200));
    fc.assert(
      fc.property(bodies, cuts, (frames, at) => {
        const sent = frames.map(frameOf);
        const stream = Buffer.concat(sent);
        const borders = bordersOf(sent);
        const ends = [...at.filter((end) => end < stream.length), stream.length].sort((a, b) => a - b);
        const cutter = new Frames();
        let begun = 0;
        let given = 0;
        for (const end of ends) {
          given += cutter.take(stream.subarray(begun, end)).length;
          begun = end;
          expect(given).toBe(Math.max(...borders.filter((border) => border <= end)));
        }
      }),
    );
  });

  it('keep back what has broken off', () => {
    const frame = frameOf(Buffer.from('answer'));
    const cutter = new Frames();
    expect(cutter.take(frame.subarray(0, 9))).toHaveLength(0);
    expect(cutter.take(Buffer.concat([frame.subarray(9), frame, frame.subarray(0, 3)]))).toEqual(
      Buffer.concat([frame, frame]),
    );
  });
});
