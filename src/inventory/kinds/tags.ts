import { has, type Item, itemsOf, type Kind, textOf } from '../define-kind.ts';
import { isIdentifier } from '../place-of.ts';

const resource = (item: Item): string | undefined =>
  textOf(item, 'ResourceId') ?? textOf(item, 'ResourceArn') ?? textOf(item, 'LoadBalancerName');

/** Tags that are listed by themselves: of describe-tags, one entry a tag; of load balancers, one entry a resource. */
export const kind: Kind = {
  name: 'tags',
  plural: 'tags of resources',
  call: 'aws ec2 describe-tags',
  // Every answer of EC2 has the tags of its objects; describe-tags would bring those of all volumes and images, too.
  live: [
    {
      call: 'aws elbv2 describe-tags',
      page: 0,
      part: true,
      of: { kind: 'load-balancer', parameter: 'ResourceArns', most: 20 },
    },
    {
      call: 'aws elb describe-tags',
      page: 0,
      part: true,
      of: { kind: 'classic-load-balancer', parameter: 'LoadBalancerNames', most: 20 },
    },
  ],
  keys: ['Tags', 'TagDescriptions'],
  // Those of EC2 are listed as a whole, those of load balancers by name; neither knows of the other.
  partKeys: ['TagDescriptions'],
  isListed: isIdentifier,
  question: 'names and owners of what is listed without its tags',
  ownOnly: true,
  gather: (entries) => {
    const tagsOf = new Map<string | undefined, Item[]>();
    for (const entry of entries) {
      const own = has(entry, 'Key') ? [{ Key: entry['Key'], Value: entry['Value'] }] : itemsOf(entry, 'Tags');
      tagsOf.set(resource(entry), [...(tagsOf.get(resource(entry)) ?? []), ...own]);
    }
    return [...tagsOf].map(([id, tags]) => ({
      [id?.startsWith('arn:') ? 'ResourceArn' : 'ResourceId']: id,
      Tags: tags,
    }));
  },
  id: resource,
  looksLike: (item) => has(item, 'Key', 'ResourceId', 'ResourceType') || has(item, 'ResourceArn', 'Tags'),
};
