declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A user at the server (its UUID), or LOCAL_ACCOUNT. */
export type AccountId = Branded<'AccountId'>
export type EntryId = Branded<'EntryId'>
export type EventId = Branded<'EventId'>
/** For a time event the task's id is the event's id. */
export type TaskId = Branded<'TaskId'>
/** A correction that is offered. */
export type OfferId = Branded<'OfferId'>
export type LeaseToken = Branded<'LeaseToken'>

/** Owns what is recorded before anybody has ever signed in on this computer. */
export const LOCAL_ACCOUNT = 'local' as AccountId
