// Subject: something that carries calls and events, as the bench sees it.

import type { Serializer } from '../../src/protocol/serializer/serializer.ts'

/** What every message carries: 64 characters. */
export const TEXT = 'x'.repeat(64)

export interface Setting {
  readonly serializer: Serializer
  /** Of the server process; empty where there is none. */
  readonly url: string
}

/** A caller and a callee that answers with what it got. */
export interface CallRig {
  /** Begins one call; `done` follows. */
  call(done: () => void): void
  close(): unknown
}

/** A publisher and its subscribers. */
export interface FanRig {
  publish(): void
  close(): unknown
}

export interface FanSetting extends Setting {
  readonly receivers: number
  /** Told of each event at each subscriber. */
  delivered(): void
}

export interface Subject {
  readonly name: string
  /** Which process it needs. */
  readonly server: 'router' | 'relay' | 'none'
  calls(setting: Setting): Promise<CallRig>
  fanOut(setting: FanSetting): Promise<FanRig>
}

/** Names that no two rigs share, since they may share a server. */
let rigs = 0
export const newRig = () => `rig${++rigs}`
