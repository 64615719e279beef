/**
 * The key in the StateStore under which an import notes what a server calls an entry (a text) that another program had
 * begun there. A transport of such a server checks that it is so and goes on with that one, instead of making another;
 * every other transport takes no notice.
 */
export const foreignIdKey = (entry: string): string => `entry:${entry}:foreign-id`
