import { pngSize } from '../../examples/image-upload/png-size';

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const HEADER = [0, 0, 0, 13, ...Buffer.from('IHDR')];

function png(width: number[], height: number[]): Uint8Array {
  return Uint8Array.from([...SIGNATURE, ...HEADER, ...width, ...height]);
}

test.each([
  ['one pixel', [0, 0, 0, 1], [0, 0, 0, 1], { width: 1, height: 1 }],
  ['each byte counts', [1, 2, 3, 4], [0, 0, 1, 0], { width: 0x01020304, height: 256 }],
  ['the largest', [0x7f, 0xff, 0xff, 0xff], [0x7f, 0xff, 0xff, 0xff], { width: 2 ** 31 - 1, height: 2 ** 31 - 1 }],
  ['no negative numbers', [0xff, 0xff, 0xff, 0xff], [0x80, 0, 0, 0], { width: 2 ** 32 - 1, height: 2 ** 31 }],
])('the size is read as two numbers of four bytes: %s', (_, width, height, expected) => {
  expect(pngSize(png(width, height))).toEqual(expected);
});

test('the size is read from where the header begins, also inside a larger buffer, and whatever follows', () => {
  const buffer = Uint8Array.from([9, 9, 9, ...png([0, 0, 0, 2], [0, 0, 0, 3]), 9, 9]);

  expect(pngSize(buffer.subarray(3))).toEqual({ width: 2, height: 3 });
});

test.each([
  ['nothing', new Uint8Array()],
  ['a header that is cut off', png([0, 0, 0, 1], [0, 0, 0, 1]).subarray(0, 23)],
  ['a JPEG', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, ...new Array<number>(20).fill(0)])],
  ['a signature that a text transfer has changed', Uint8Array.from([...SIGNATURE.slice(0, 4), 0x0a, 0x0a, 0x1a, 0x0a, ...new Array<number>(16).fill(0)])],
  ['a signature followed by something else than the header', Uint8Array.from([...SIGNATURE, 0, 0, 0, 4, ...Buffer.from('CgBI'), ...new Array<number>(8).fill(1)])],
])('fails for what is no PNG image: %s', (_, header) => {
  expect(() => pngSize(header)).toThrow('the object is not a PNG image');
});
