// Types for sessions from a user's own map of procedures and topics.

import type { Dict } from '../protocol/messages.ts'

/**
 * What an application's realm offers, for the compiler:
 * `interface Home { procedures: { 'com.app.gettemp': { args: []; result: number } }; topics: {} }`.
 */
export interface Api {
  procedures?: { [uri: string]: { args?: readonly unknown[]; kwargs?: object; result?: unknown } }
  topics?: { [uri: string]: { args?: readonly unknown[]; kwargs?: object } }
}

type Known<Map> = Extract<keyof Map, string>
export type ProcedureOf<A extends Api> = Known<NonNullable<A['procedures']>>
export type TopicOf<A extends Api> = Known<NonNullable<A['topics']>>

/** `U` where the map does not list it, so that what is listed can only be used as it is declared. */
export type Unlisted<U extends string, Listed extends string> = string extends Listed ? U : U extends Listed ? never : U

type Procedure<A extends Api, P> = P extends keyof NonNullable<A['procedures']>
  ? NonNullable<A['procedures']>[P]
  : never
type Topic<A extends Api, T> = T extends keyof NonNullable<A['topics']> ? NonNullable<A['topics']>[T] : never

/** Positional arguments, keywords and result as the map declares them; any where it says nothing. */
export type ArgsOf<Entry> = Entry extends { args: infer Args extends readonly unknown[] } ? Args : readonly unknown[]
export type KwargsOf<Entry> = Entry extends { kwargs: infer Kwargs extends object } ? Kwargs : Dict
export type ResultOf<Entry> = Entry extends { result: infer Value } ? Value : unknown
export type { Procedure as ProcedureEntry, Topic as TopicEntry }
