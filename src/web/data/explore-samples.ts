/** Queries of content/queries to start from, by the question that leads to them. Ids are names of files there. */
export const questions: readonly { readonly title: string; readonly ids: readonly string[] }[] = [
  {
    title: 'Who moves the most?',
    ids: ['top-talkers', 'conversations', 'top-talking-instances', 'countries-of-destinations'],
  },
  { title: 'What is refused?', ids: ['rejected-traffic', 'refused-over-time', 'refused-inside', 'admin-port-traffic'] },
  { title: 'Who searches for a way in?', ids: ['port-scans', 'host-sweeps', 'databases-from-outside', 'dns-outside'] },
  { title: 'How does it change?', ids: ['rate-over-time', 'against-yesterday', 'protocols', 'size-of-flows'] },
  {
    title: 'What leaves, and by which way?',
    ids: ['out-to-the-internet', 'nat-gateway-users', 'cross-zone-traffic', 'between-subnets'],
  },
  { title: 'What does not work?', ids: ['unanswered-syn', 'retries', 'resets', 'gaps-in-the-logs'] },
];
