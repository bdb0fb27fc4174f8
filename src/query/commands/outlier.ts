import { refuseCommand } from '../define-command.ts';

export const command = refuseCommand({
  name: 'outlier',
  syntax: 'outlier [action=remove|transform] [param=2.5] [uselower=false] [mark=false] field …',
  summary: 'Removes or marks values far from the others, by the inter-quartile rule.',
  refused:
    'compute the bounds where you see them instead: stats pct(bytes, 25) as low, pct(bytes, 75) as high, then filter by them',
});
