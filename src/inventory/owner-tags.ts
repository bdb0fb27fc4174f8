/** What names an owner where nobody said it. */
export const defaultOwnerTags: readonly string[] = ['owner', 'Owner', 'team', 'Team'];
