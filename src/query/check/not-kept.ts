/** Thrown where sums that are kept cannot answer, and the records must. */
export class NotKept extends Error {}
