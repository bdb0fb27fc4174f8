/** Names that stand for a column of either end: the column without `src_` or `dst_`, and what it means. */
export const eitherEndFields: readonly (readonly [name: string, column: string, meaning: string])[] = [
  ['name', 'name', 'Name of either end, as the inventory has it.'],
  ['owner', 'owner', 'Owner of either end, from the tags that name owners.'],
  ['tier', 'tier', 'Tier of either end, from its tag tier.'],
  [
    'zone',
    'zone',
    'Availability Zone of either end, by its identifier such as euw1-az1, or by the name that an account gives it.',
  ],
  ['country', 'country', 'Country of either end, as two letters.'],
  ['network', 'network', 'Operator of the network of either end.'],
  ['asn', 'asn', 'Number of the network (autonomous system) of either end.'],
  ['aws_service', 'service', 'AWS service of either end.'],
  ['label', 'label', 'Which of your own networks either end is in.'],
  ['threat', 'threat', 'Threat list that names either end.'],
];
