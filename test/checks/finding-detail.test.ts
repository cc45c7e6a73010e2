import { detailOf, sentenceOf } from '../../src/checks/finding-detail';

test.each([
  ['s3.amazonaws.com', 's3.amazonaws.com'],
  ['s3:Get*', 's3:Get*'],
  ['arn:aws:iam::111122223333:root', 'arn:aws:iam:111122223333:root'],
  ['arn:aws:s3:::images/*', 'arn:aws:s3:images/*'],
  ['arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${App.Role}', 'arn:<AWS:Partition>:iam:<AWS:AccountId>:role/<App.Role>'],
])('%s stands in an id as %s', (text, expected) => {
  expect(detailOf(text)).toBe(expected);
});

test('an id holds nothing that an acknowledgement could not name', () => {
  const detail = detailOf('a b]c[d(e)f{g}::h\n\u001b[31m\u202e');

  expect(detail).not.toMatch(/::|[\s[\](){}]|[^\x21-\x7e]/);
});

test('many brackets are read in one pass', () => {
  expect(detailOf('${'.repeat(50_000))).toHaveLength(100_000);
});

test('a sentence stays on one line and holds nothing that a terminal obeys', () => {
  expect(sentenceOf('the role\n\u001b[2J\u202e x')).toBe('the role [2J  x');
});
